"""Our executor against graphql-core's: generated schemas, operations and resolvers, the same answers."""
