"""A plan as a file that goes out, and lists of actions that come in as one."""
