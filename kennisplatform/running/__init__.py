"""The site as a process: how it serves and stops, what it counts, and how it writes its log."""
