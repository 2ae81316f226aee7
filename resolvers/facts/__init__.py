"""Facts from the platform, taken in exactly once."""
