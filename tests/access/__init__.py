"""Who may do what, proven over the wire against a table that was written from the product's words alone."""
