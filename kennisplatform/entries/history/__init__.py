"""Every version of the content, in a bare Git repository beside it."""
