"""What WebSockets and event streams have in common: slow readers, tokens that expire, how many one may have."""
