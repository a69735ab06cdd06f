"""The pictures of the curators' handbook."""
