"""Small words that join the words of a name, and numbers as words of one."""

from functools import lru_cache

_JOINING = (
    "de du des d' la le les l' au aux a en et un une ou o pour of the with and in an or for y "
    "del el los las con al por para n numero ' s 's °"
)
SMALL = frozenset(_JOINING.split())
"""Words that join the words of a name and are none themselves."""
_ACCENTED = frozenset({"a", "ou", "o", "'s", "d'", "l'", "numero"})
"""'à', 'où', and what an apostrophe of another kind makes of small words."""


def is_joint(text: str, norm: str) -> bool:
    """Tell whether a word only joins others; 'thé' is no 'the'."""
    return norm in SMALL and (text.isascii() or norm in _ACCENTED)


def plain(norm: str) -> str:
    """A folded word without the plural's s or x: what two spellings must share to agree."""
    return norm[:-1] if len(norm) > 3 and norm[-1] in "sx" else norm  # noqa: PLR2004


@lru_cache(maxsize=8192)
def number_word(value: str, unit: str = "") -> str:
    return f"#{value}:{unit}" if unit else f"#{value}"
