"""What an entry was before, and what differs."""
