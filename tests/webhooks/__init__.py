"""Webhooks: managed by admins, delivered by couriers, taken or refused by receivers."""
