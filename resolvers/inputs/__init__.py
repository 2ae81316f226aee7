"""The GraphQL inputs, declared once, where they are consumed."""
