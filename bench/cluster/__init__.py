"""A whole installation on this machine: web hosts, database, search cluster, remote and balancer, under load."""
