"""Mails that leave, come back, or are given up."""
