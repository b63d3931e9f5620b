"""The words of `words.yml`: column headings, units, yes and no, in every language."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

WORDS: Final = Path(__file__).with_name("words.yml")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_SIGNS = re.compile(r"[^a-z0-9%€]+")


def folded(text: str) -> str:
    """'Prix (TTC)' and 'PRIX' are the same: no capitals, accents, signs, nothing in brackets."""
    return _plain(_BRACKETS.sub(" ", text)) or _plain(text)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower().replace("œ", "oe"))
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return _SIGNS.sub(" ", bare).strip()


def meaning(table: str, text: str) -> str | None:
    """What a heading (`headings`), unit, way of keeping or answer stands for, or None."""
    return _meanings(table).get(folded(text))


def written(table: str, meant: str, locale: str) -> str:
    """How an export writes it; in English where the language has no words here."""
    words = _words()[table][meant]
    return str(words.get(locale.partition("_")[0], words["en"])[0])


@cache
def _meanings(table: str) -> Mapping[str, str]:
    return {
        folded(word): meant
        for meant, by_locale in _words()[table].items()
        for word in (meant, *(w for words in by_locale.values() for w in words))
    }


@cache
def _words() -> dict[str, dict[str, dict[str, list[str]]]]:
    found: Any = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {table: dict(rows) for table, rows in found.items()}
