"""Facts that the platform tells of clients: their format, and what follows from each."""
