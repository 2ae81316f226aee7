"""Two gateways in processes of their own on one PostgreSQL and one Redis, of which any may be killed."""
