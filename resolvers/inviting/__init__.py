"""Inviting clients and colleagues: sending, sending again, taking back, answering."""
