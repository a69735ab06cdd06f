"""Working on a plan with others: who takes part, and what they say to each other."""
