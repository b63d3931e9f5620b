"""The catalogue in the database."""

from tournee.catalog.storage.catalogue import StoredCatalogue

__all__ = ["StoredCatalogue"]
