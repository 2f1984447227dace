"""What may be said: the words of the format, its records, and their published schema."""
