"""Mutations of integrations: made, changed, switched off, and given secrets and keys."""
