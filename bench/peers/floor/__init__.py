"""The floor: the answers written out by hand over the statements, without GraphQL: asyncpg, orjson, raw ASGI."""
