"""Emoji of goods as the words that they stand for: '2 🥖', '🥐🥐🥐'.

`data/<locale>/emoji.yml` names them in the catalogue's language. A run of one emoji counts what
it shows. Emoji beside the word itself ('2 baguettes 🥖') only adorn it.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

from tournee.nlu.words.inflection import stem
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import Token, tokenize


def spelled(tokens: Sequence[Token], locale: str) -> tuple[Token, ...]:
    """Put words of the language for the emoji of goods among the tokens, at their places."""
    names = _names(locale if locale in LOCALES else "en")
    if not any(token.norm in names for token in tokens):
        return tuple(tokens)
    said = {stem(token.norm) for token in tokens if token.is_word}
    written: list[Token] = []
    for norm, run in groupby(tokens, key=lambda token: token.norm):
        same = list(run)
        words = names.get(norm)
        if words is None:
            written += same
        elif stem(words[0].norm) not in said:
            written += _named(same, words, counted=bool(written) and written[-1].is_number)
    return tuple(written)


def _named(run: Sequence[Token], words: Sequence[Token], *, counted: bool) -> list[Token]:
    first, last = run[0], run[-1]
    named = [Token(word.text, word.norm, last.start, last.end) for word in words]
    if len(run) == 1 or counted:
        return named
    number = str(len(run))
    return [Token(number, number, first.start, run[-2].end), *named]


@cache
def _names(locale: str) -> Mapping[str, tuple[Token, ...]]:
    named = load_words(locale, "emoji")
    return {emoji: tokenize(names[0]) for emoji, names in named.items()}
