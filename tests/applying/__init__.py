"""Becoming a partner."""
