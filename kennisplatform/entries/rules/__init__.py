"""What is not right in an entry that can be read: rules that warn, and never keep an entry from being shown."""
