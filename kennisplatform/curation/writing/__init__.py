"""The one way to change content: checked, merged, written with its history."""
