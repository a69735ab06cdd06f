"""Telephone numbers, mail domains and names of persons: what contacts are checked against."""
