"""Erasure of people."""
