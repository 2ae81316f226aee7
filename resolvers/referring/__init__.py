"""Referrals: sent, taken back, and what becomes of them."""
