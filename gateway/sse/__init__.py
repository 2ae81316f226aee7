"""GraphQL over server-sent events: one operation a connection, as graphql-sse's distinct connections mode has it."""
