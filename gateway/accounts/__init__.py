"""Asking the platform for firms' own accounts."""
