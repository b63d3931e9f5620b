"""Short names made of long ones: for goods, shops, places and options that somebody names."""

import unicodedata
from collections.abc import Collection
from itertools import count
from re import findall
from typing import Final

from tournee.catalog.folder.fields import MAX_SLUG

ROOM: Final = 4
"""Characters for a number behind a name that is taken."""


def slug_of(
    name: str,
    taken: Collection[str] = (),
    *,
    passing_over: Collection[str] = (),
    nameless: str = "x",
) -> str:
    """Return a slug unlike all that are taken: 'Œufs (x6)' is `oeufs-x6`, then `oeufs-x6-2`.

    Words of `passing_over` are left out where others remain; `nameless` stands for a name without
    a letter or figure.
    """
    parts = findall(r"[a-z0-9]+", _bare(name))
    telling = [part for part in parts if part not in passing_over] or parts or [nameless]
    stem = "-".join(telling)[: MAX_SLUG - ROOM].strip("-")
    if stem not in taken:
        return stem
    return next(found for n in count(2) if (found := f"{stem}-{n}") not in taken)


def _bare(name: str) -> str:
    spelled = name.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", spelled) if not unicodedata.combining(c))
