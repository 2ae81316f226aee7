"""What subscriptions tell: for each of them, which viewer is told what of which event."""
