"""Action plans of networks: from what a reader put aside to a plan that is adopted. Knows the database and no Flask."""
