"""What is promised about faults, at full size: replicas that are killed, a Redis that is frozen, and the like."""
