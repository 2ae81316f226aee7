"""Pages about the gateway, and the script that keeps their tables true."""
