"""Names of products taken apart: what must be said, what may be said, what binds.

'Haricots verts extra-fins (boîte 400 g)': the content is 'haricots verts extra fins', the extras
are 'boîte', '400' and 'g'. A name without its size is still the name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tournee.nlu.words.foodwords import Foodwords
from tournee.nlu.words.tokens import tokenize


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a product's name."""

    text: str
    """As the catalogue writes it."""
    content: tuple[int, ...]
    """Words by their number, in the order of the text, each once."""
    extras: tuple[int, ...]
    """Words that count only if a mention says them."""


def read_form(text: str, number: Callable[[str], int], food: Foodwords) -> Form:
    """Split a name; `number` gives a word's number.

    A name of extras alone is all content ('le n°2' is 'n°2'), and so is one of connectives.
    """
    words, extra, binds = _words(text, food)
    content = [w for w, e, b in zip(words, extra, binds, strict=True) if not e and not b]
    extras = [
        w for w, e, b in zip(words, extra, binds, strict=True) if e and (w in food.units or not b)
    ]
    if not content:
        content, extras = [w for w, b in zip(words, binds, strict=True) if not b] or words, []
    said = dict.fromkeys(number(word) for word in content)
    unsaid = dict.fromkeys(number(word) for word in extras)
    return Form(text, tuple(said), tuple(word for word in unsaid if word not in said))


def _words(text: str, food: Foodwords) -> tuple[list[str], list[bool], list[bool]]:
    """Give the words as written in one way, which are extras, and which only bind.

    Accents tell here: 'thé' is a thing, 'the' is not.
    """
    words: list[str] = []
    extra: list[bool] = []
    binds: list[bool] = []
    depth = 0
    for token in tokenize(text):
        if token.norm in "([":
            depth += 1
        elif token.norm in ")]":
            depth = max(0, depth - 1)
        elif token.norm[0].isalnum():
            words.append(food.written(token.norm))
            extra.append(depth > 0)
            binds.append(food.binds(token.text))
    for i in range(len(words)):
        if _is_size(words, i, food):
            extra[i] = True
            if i + 1 < len(words) and words[i + 1] in food.units:
                extra[i + 1] = True
        elif words[i] in ("x", "n") and i + 1 < len(words) and words[i + 1][0].isdigit():
            extra[i] = True
    return words, extra, binds


def _is_size(words: Sequence[str], i: int, food: Foodwords) -> bool:
    """A number before a unit or a times sign, or behind 'x' or 'n°'."""
    if not words[i][0].isdigit():
        return False
    after = words[i + 1] if i + 1 < len(words) else ""
    before = words[i - 1] if i else ""
    return after in food.units or after == "x" or before in ("x", "n")
