"""How a firm earns points and its tier."""
