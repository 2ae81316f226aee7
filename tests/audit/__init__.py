"""The audit trail as it is read, checked and handed out."""
