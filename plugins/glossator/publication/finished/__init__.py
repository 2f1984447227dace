"""The finished site as it was written: what its readers see, and what its browsers may run."""
