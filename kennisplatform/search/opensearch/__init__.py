"""OpenSearch, on a cluster of several machines: what is in its index, how it is written and how it is asked."""
