"""What every view stands on: who looks and what they may see, safety, errors, caching."""
