"""Benchmarks against peers; `make bench` prints the table."""
