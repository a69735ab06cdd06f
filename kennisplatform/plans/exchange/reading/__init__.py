"""A list of actions that comes in as a file: its tables, its columns, its rows, and what they would change."""
