"""Colleagues learn: they enrol, do lessons, leave, and get certificates, which time ends."""
