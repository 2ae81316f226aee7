"""What each field and mutation does: rows and context in, rows out."""
