"""The payloads of mutations, by noun."""
