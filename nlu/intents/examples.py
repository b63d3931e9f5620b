"""The training data: annotated messages in Rasa's YAML, and seeded variations of them.

    - intent: order
      examples: |
        - il me faudrait [2](quantity) [baguettes](product) pour [mardi](day)

Files: `data/<locale>/nlu*.yml` (the messages; lookup tables of goods, quantities, days to put in
their place), `data/<locale>/variation.yml` (what people write around them, and how) and
`data/<locale>/topics.yml` (what words are about).
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from tournee.nlu.intents.intents import Slot, Span
from tournee.nlu.model import Intent
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import Token, tokenize

LOCALES = ("fr", "en", "es")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ANNOTATED = re.compile(r"\[([^\]]+)\]\((\w+)\)")
_ARTICLE = re.compile(
    r"(?:du|de la|de l'|d'|des|les|le|la|l'|mes|mon|ma|the|some|any|my|el|los|las|del)\b ?(?!$)",
    re.IGNORECASE,
)
_NOUNS = frozenset({Slot.PRODUCT, Slot.SHOP})
"""Annotated with their article for legibility; it belongs to the words around them."""
_COUNTED = 0.15
_EXCHANGED = 0.8
_REWORDED = 0.5
_GREETED = 0.3
_CLOSED = 0.3
_TALKED = 0.12
_SHORTENED = 0.35
_UNPOINTED = 0.25
_MISTYPED = 0.3
_SHOUTED = 0.1
"""How often a variation does each of these."""
_HALF = 0.5
_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message; `slot` is None for the words around the things."""

    text: str
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class Example:
    intent: Intent
    locale: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def entities(self) -> tuple[tuple[int, int, Slot], ...]:
        """Give first and last (exclusive) character, and slot, of all that is annotated."""
        found, position = [], 0
        for piece in self.pieces:
            end = position + len(piece.text)
            if piece.slot:
                found.append((position, end, piece.slot))
            position = end
        return tuple(found)

    @property
    def annotated(self) -> str:
        """Give the message as Rasa's YAML writes it."""
        return "".join(f"[{p.text}]({p.slot})" if p.slot else p.text for p in self.pieces)


@dataclass(frozen=True, kw_only=True)
class Variation:
    """What makes many messages of one, in one language."""

    greetings: tuple[str, ...]
    closings: tuple[str, ...]
    asides: tuple[str, ...]
    """Sentences beside the matter: who writes, the weather, how they pay."""
    shorthand: tuple[tuple[str, str], ...]
    """How words are shortened or misheard: a regular expression and what replaces it."""
    synonyms: Mapping[str, tuple[str, ...]]
    """Words that may stand for each other, by each of them."""
    goods: Mapping[Slot, tuple[str, ...]]
    """What may stand in an annotated place, by slot."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Find a word that has synonyms."""
        longest_first = sorted(self.synonyms, key=lambda phrase: (-len(phrase), phrase))
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def read_examples(locale: str) -> list[Example]:
    """Read all annotated messages of one language."""
    return [
        Example(Intent(block["intent"]), locale, _pieces(line.removeprefix("- ")))
        for block in _blocks(locale)
        if "intent" in block
        for line in block["examples"].splitlines()
        if line.strip()
    ]


def read_variation(locale: str) -> Variation:
    """Read what varies the messages of one language."""
    raw = yaml.safe_load((_folder(locale) / "variation.yml").read_text(encoding="utf-8"))
    goods = {
        Slot(block["lookup"]): tuple(
            line.removeprefix("- ") for line in block["examples"].splitlines()
        )
        for block in _blocks(locale)
        if "lookup" in block
    }
    return Variation(
        greetings=tuple(raw["greetings"]),
        closings=tuple(raw["closings"]),
        asides=tuple(raw["asides"]),
        shorthand=tuple(raw["shorthand"].items()),
        synonyms=_by_word(raw["synonyms"]),
        goods=goods,
    )


def read_topics() -> dict[str, list[str]]:
    """Read what words are about, of all languages, by their stem."""
    topics: dict[str, set[str]] = defaultdict(set)
    for locale in LOCALES:
        raw = yaml.load((_folder(locale) / "topics.yml").read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 (keeps 'yes' a word)
        for topic, words in raw.items():
            for token in filter(lambda t: t.is_word, tokenize(words)):
                topics[stem(token.norm)].add(topic)
    return {word: sorted(found) for word, found in sorted(topics.items())}


def _by_word(lines: Sequence[str]) -> dict[str, tuple[str, ...]]:
    groups = [tuple(phrase.strip().lower() for phrase in line.split("|")) for line in lines]
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for phrase in group:
            found[phrase] = found.get(phrase, ()) + group
    return found


def _folder(locale: str) -> Traversable:
    return resources.files("tournee.nlu") / "data" / locale


def _blocks(locale: str) -> Iterator[dict[str, str]]:
    for file in sorted(_folder(locale).iterdir(), key=lambda f: f.name):
        if file.name.startswith("nlu") and file.name.endswith(".yml"):
            yield from yaml.load(file.read_bytes(), Loader=_LOADER)["nlu"]  # noqa: S506 (safe)


def _pieces(line: str) -> tuple[Piece, ...]:
    line = line.replace("\\n", "\n")
    pieces, position = [], 0
    for match in _ANNOTATED.finditer(line):
        slot = Slot(match[2])
        article = _ARTICLE.match(match[1]) if slot in _NOUNS else None
        cut = article.end() if article else 0
        pieces += [
            Piece(line[position : match.start()] + match[1][:cut]),
            Piece(match[1][cut:], slot),
        ]
        position = match.end()
    return tuple(piece for piece in (*pieces, Piece(line[position:])) if piece.text)


def spans(example: Example, tokens: Sequence[Token]) -> tuple[Span, ...]:
    """Give the annotated things as spans of tokens."""
    found = []
    for start, end, slot in example.entities:
        inside = [i for i, t in enumerate(tokens) if start <= t.start and t.end <= end]
        if inside:
            found.append(Span(slot, inside[0], inside[-1] + 1))
    return tuple(found)


_BARE = frozenset({Intent.GREETING, Intent.STOP, Intent.HELP})
"""Intents that a greeting, a name or an aside around the words would blur."""


def chain(first: Example, second: Example, rng: random.Random) -> Example:
    """Make one message of two."""
    joint = Piece(rng.choice((", ", "\n", " et ", ". ", " ")))
    return replace(first, pieces=(*first.pieces, joint, *second.pieces))


def vary(example: Example, variation: Variation, rng: random.Random) -> Example:
    """Make another message of the same meaning."""
    pieces = _counted(example.pieces, rng)
    followers = (*pieces[1:], Piece(""))
    pieces = tuple(
        _exchange(piece, after.slot, variation, rng)
        for piece, after in zip(pieces, followers, strict=True)
    )
    pieces = tuple(
        p if p.slot else Piece(_blur(_reword(p.text, variation, rng), variation, rng))
        for p in pieces
    )
    if example.intent not in _BARE:
        pieces = _surround(pieces, variation, rng)
    varied = replace(example, pieces=pieces)
    return _shout(varied) if rng.random() < _SHOUTED else varied


def _counted(pieces: tuple[Piece, ...], rng: random.Random) -> tuple[Piece, ...]:
    """Count a thing whose number is not said: not only orders name numbers."""
    out: list[Piece] = []
    for piece in pieces:
        uncounted = out and not out[-1].slot and out[-1].text.endswith(" ")
        if piece.slot is Slot.PRODUCT and uncounted and rng.random() < _COUNTED:
            out += [Piece(rng.choice("23456"), Slot.QUANTITY), Piece(" ")]
        out.append(piece)
    return tuple(out)


def _exchange(piece: Piece, after: Slot | None, variation: Variation, rng: random.Random) -> Piece:
    choices = variation.goods.get(piece.slot) if piece.slot else None
    if piece.slot is Slot.QUANTITY and after is not Slot.PRODUCT:
        return piece
    return (
        Piece(rng.choice(choices), piece.slot) if choices and rng.random() < _EXCHANGED else piece
    )


def _surround(
    pieces: tuple[Piece, ...], variation: Variation, rng: random.Random
) -> tuple[Piece, ...]:
    if rng.random() < _GREETED:
        pieces = (Piece(rng.choice(variation.greetings) + rng.choice((" ", ", ", "\n"))), *pieces)
    if rng.random() < _TALKED:
        aside = rng.choice(variation.asides)
        pieces = (
            (*pieces, Piece(". " + aside))
            if rng.random() < _HALF
            else (Piece(aside + ". "), *pieces)
        )
    if rng.random() < _CLOSED:
        pieces = (
            *pieces,
            Piece(rng.choice((" ", ", ", ". ", "\n")) + rng.choice(variation.closings)),
        )
    return pieces


def _reword(text: str, variation: Variation, rng: random.Random) -> str:
    if rng.random() > _REWORDED:
        return text
    return variation.pattern.sub(lambda m: rng.choice(variation.synonyms[m.group().lower()]), text)


def _blur(text: str, variation: Variation, rng: random.Random) -> str:
    if rng.random() < _SHORTENED:
        for pattern, short in variation.shorthand:
            if rng.random() < _HALF:
                text = re.sub(pattern, short, text, flags=re.IGNORECASE)
    if rng.random() < _UNPOINTED:
        text = re.sub(r"[,.;:!?…]", "", text)
    if rng.random() < _MISTYPED:
        text = _WORD.sub(lambda m: _mistype(m.group(), rng), text)
    return text


def _mistype(word: str, rng: random.Random) -> str:
    if rng.random() > _MISTYPED:
        return word
    at = rng.randrange(1, len(word) - 1)
    match rng.randrange(4):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 2:
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:-1]


def _shout(example: Example) -> Example:
    return replace(example, pieces=tuple(Piece(p.text.upper(), p.slot) for p in example.pieces))
