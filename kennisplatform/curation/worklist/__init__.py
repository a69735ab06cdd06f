"""What asks for work: reviews that are due, gaps, broken links."""
