"""What is on the menu card: examples, pilots, covenants and information structures."""
