"""Reports of readers and corrections by organisations."""
