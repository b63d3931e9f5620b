"""Short names for what is new."""

import re
from collections.abc import Collection
from itertools import count
from typing import Final

from tournee.catalog.folder.fields import MAX_SLUG
from tournee.nlu.text import fold

_SMALL: Final = frozenset({"de", "du", "des", "le", "la", "les", "l", "d", "au", "aux", "a"})


def slug(name: str, taken: Collection[str]) -> str:
    """Return the slug of a name, unlike all that are taken: 'Pain de seigle' is `pain-seigle`."""
    parts = re.findall(r"[a-z0-9]+", fold(name).replace("œ", "oe").replace("æ", "ae"))
    telling = [part for part in parts if part not in _SMALL] or parts or ["produit"]
    stem = "-".join(telling)[: MAX_SLUG - 4].strip("-")
    if stem not in taken:
        return stem
    return next(found for n in count(2) if (found := f"{stem}-{n}") not in taken)
