"""Short names for what is new."""

from collections.abc import Collection
from typing import Final

from tournee.catalog.slugs import slug_of

_SMALL: Final = frozenset({"de", "du", "des", "le", "la", "les", "l", "d", "au", "aux", "a"})


def slug(name: str, taken: Collection[str]) -> str:
    """Return the slug of a name, unlike all that are taken: 'Pain de seigle' is `pain-seigle`."""
    return slug_of(name, taken, passing_over=_SMALL, nameless="produit")
