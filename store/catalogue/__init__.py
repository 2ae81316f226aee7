"""The catalogue of courses and resources, read from files and checked."""

from store.catalogue.reading import CatalogueError, built_in, read_catalogue

__all__ = ["CatalogueError", "built_in", "read_catalogue"]
