"""The knowledge platform on continuity of vital services: entries, search, and the site around them."""
