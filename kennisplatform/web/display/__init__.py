"""How values are shown, on every page in the same way."""
