"""GraphQL over HTTP: requests read, operations run, responses written."""
