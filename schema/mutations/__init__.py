"""The mutations, by noun; `schema.mutation` joins them."""
