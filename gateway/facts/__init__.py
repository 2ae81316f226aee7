"""The ways in for facts: a file, an endpoint, and the demo's traffic."""
