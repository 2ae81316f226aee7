"""The GraphQL schema; reads like the SDL, one object type per file, each field with its access rule."""
