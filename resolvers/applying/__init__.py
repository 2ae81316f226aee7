"""Becoming a partner: applications of firms, and what comes to be when one agrees."""
