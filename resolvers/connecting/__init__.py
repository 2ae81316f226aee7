"""Connections between clients and the firm: how they come, change and end."""
