"""Running subscriptions, through sinks in memory, over the real hub and store."""
