"""Every state machine of the domain, lived at the gateway: alone, in any order, by fifty at once, and killed."""
