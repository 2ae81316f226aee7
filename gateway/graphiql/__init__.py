"""GraphiQL in the browser, served by us and without any other origin: for the development profile only."""

from gateway.graphiql.page import DEFAULT_QUERY, DemoViewer, graphiql_routes

__all__ = ["DEFAULT_QUERY", "DemoViewer", "graphiql_routes"]
