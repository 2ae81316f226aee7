"""GraphQL over WebSocket, in the subprotocol `graphql-transport-ws`."""
