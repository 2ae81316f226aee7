"""GraphQL and nothing of the portal: a document in, a result out."""
