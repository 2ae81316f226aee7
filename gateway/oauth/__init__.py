"""The token endpoint of integrations (RFC 6749, RFC 7523) and what describes it (RFC 8414, RFC 9728)."""
