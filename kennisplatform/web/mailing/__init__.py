"""Mail with links, and the addresses in it."""
