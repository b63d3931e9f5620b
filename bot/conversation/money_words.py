"""Phrases about money: 'Mme Durand a payé 23,40', 'reçu 50, il manque 2,30', 'chèque 14,28'.

A phrase is a row of cues ('payé', 'chèque': `nlu/data/<locale>/money.yml`), amounts, order numbers
and words that are none of these: names, or talk among people. The longest cue at a place wins.
"""

import re
from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from tournee.nlu.quantity import amounts, numbers
from tournee.nlu.quantity.amounts import Measure
from tournee.nlu.words.phrases import LOCALES, Phrases, load_words
from tournee.nlu.words.tokens import Token, tokenize

MONEY: Final = frozenset({Measure.EUR, Measure.USD, Measure.GBP, Measure.CHF})
LEAST_NUMBER: Final = 1000
"""Of orders: they have four digits or more."""


_MONTH: Final = re.compile(r"\b(20\d\d)-(0[1-9]|1[0-2])\b")


class MoneyCue(StrEnum):
    """The keys of `money.yml`."""

    OWE = "owe"
    TOTAL = "total"
    """What everything comes to."""
    WAYS = "ways"
    """How one can pay, as a question has it."""
    EMPTIES = "empties"
    """What becomes of a deposit, as a question has it."""
    RECEIPT = "receipt"
    WITHDRAW = "withdraw"
    """What was bought is given back."""
    PAID = "paid"
    TAB = "tab"
    RECEIVED = "received"
    ENVELOPE = "envelope"
    EXACT = "exact"
    MISSING = "missing"
    OVER = "over"
    CASH = "cash"
    CHEQUE = "cheque"
    REST = "rest"
    RETURNED = "returned"
    DEPOSIT = "deposit"
    PACKED = "packed"
    CORRECT = "correct"
    FILLER = "filler"


_OF_SHOPS: Final = frozenset(
    {MoneyCue.PAID, MoneyCue.TAB, MoneyCue.RECEIVED, MoneyCue.ENVELOPE, MoneyCue.RETURNED}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One cue, amount or order of a phrase; its place counts tokens."""

    start: int
    end: int
    cue: MoneyCue | None = None
    amount: Decimal | None = None
    """In major units, as it was said."""
    order: int | None = None
    money: bool = False
    """The amount was said with its currency, or with cents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyPhrase:
    """A text taken apart into amounts, orders, dates and words of money."""

    text: str
    tokens: tuple[Token, ...]
    pieces: tuple[Piece, ...]
    words: tuple[Token, ...]
    """What is no piece: names, reasons, talk."""

    @property
    def cues(self) -> frozenset[MoneyCue]:
        found = (piece.cue for piece in self.pieces)
        return frozenset(cue for cue in found if cue not in {None, MoneyCue.FILLER}) - {None}

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        return tuple(piece.amount for piece in self.pieces if piece.amount is not None)

    @property
    def orders(self) -> tuple[int, ...]:
        return tuple(piece.order for piece in self.pieces if piece.order is not None)

    @property
    def figures(self) -> tuple[int, ...]:
        """Whole numbers as long as an order's, which are no order's that is known."""
        found = (p.amount for p in self.pieces if p.amount is not None and not p.money)
        return tuple(int(a) for a in found if a >= LEAST_NUMBER and a == int(a))

    @property
    def norms(self) -> frozenset[str]:
        """The words, folded, without those of one letter."""
        return frozenset(t.norm for t in self.words if t.is_word and len(t.norm) > 1)

    def after(self, place: int) -> str:
        """Return what was written from a token on."""
        rest = self.tokens[place:]
        return self.text[rest[0].start :].strip(" ,;:.-–—()") if rest else ""


def read(text: str, orders: Collection[int] = ()) -> MoneyPhrase:
    """Read a phrase; a bare whole number that is an order's is one, any other is an amount."""
    tokens = tokenize(text)
    pieces: list[Piece] = []
    words: list[Token] = []
    sums = {piece.start: piece for piece in _amounts(tokens, orders)}
    i = 0
    while i < len(tokens):
        piece = sums.get(i) or _cue(tokens, i)
        if piece is None:
            words.append(tokens[i])
        else:
            pieces.append(piece)
        i = piece.end if piece is not None else i + 1
    return MoneyPhrase(text=text, tokens=tokens, pieces=tuple(pieces), words=tuple(words))


def _cue(tokens: Sequence[Token], i: int) -> Piece | None:
    found = max(_cues().at(tokens, i), default=None, key=lambda pair: pair[0])
    return None if found is None else Piece(start=i, end=found[0], cue=found[1])


def _amounts(tokens: Sequence[Token], orders: Collection[int]) -> list[Piece]:
    """Amounts with their currency first, then figures that stand alone."""
    found: dict[int, Piece] = {}
    taken: set[int] = set()
    for span in amounts.spans(tokens):
        longest = span.start not in found or span.end > found[span.start].end
        if span.unit in MONEY and not span.implied and longest:
            found[span.start] = Piece(start=span.start, end=span.end, amount=span.value, money=True)
            taken.update(range(span.start, span.end))
    for number in numbers.spans(tokens):
        figure = tokens[number.start]
        if number.start in taken or number.ordinal or number.indefinite:
            continue
        if figure.norm.isdigit() and int(figure.norm) in orders:
            found[number.start] = Piece(
                start=number.start, end=number.start + 1, order=int(figure.norm)
            )
        else:
            cents = "," in figure.norm or "." in figure.norm
            found[number.start] = Piece(
                start=number.start, end=number.end, amount=number.value, money=cents
            )
        taken.update(range(number.start, number.end))
    return list(found.values())


@lru_cache(maxsize=1)
def _cues() -> Phrases[MoneyCue]:
    words: Phrases[MoneyCue] = Phrases()
    for locale in LOCALES:
        data = load_words(locale, "money")
        for cue in MoneyCue:
            for phrase in data.get(cue, ()):
                words.add(phrase, cue)
    return words


def is_asked(text: str) -> bool:
    """Tell whether a resident may be asking what they owe, or for a receipt."""
    return _says(text, MoneyCue.OWE, MoneyCue.RECEIPT)


def asks_empties(text: str) -> bool:
    """Tell whether a question is about deposits: 'c'est quoi la consigne ?'."""
    return _says(text, MoneyCue.EMPTIES)


def withdraws(text: str) -> bool:
    """Tell whether a resident gives back what was bought: 'RENONCER', 'je me rétracte'."""
    return _says(text, MoneyCue.WITHDRAW)


def asks_ways(text: str) -> bool:
    """Tell whether a question may be about how one can pay: 'je peux payer par carte ?'."""
    return _says(text, MoneyCue.WAYS)


def asks_total(text: str) -> bool:
    """Tell whether a question may be what everything comes to: 'ça fait combien ?'."""
    return _says(text, MoneyCue.OWE, MoneyCue.TOTAL)


def is_said(text: str) -> bool:
    """Tell whether a phrase of a shop's may be about money."""
    return _says(text, *_OF_SHOPS)


def _says(text: str, *cues: MoneyCue) -> bool:
    tokens = tokenize(text)
    return any(cue in cues for i in range(len(tokens)) for _, cue in _cues().at(tokens, i))


def asked_month(text: str, now: datetime) -> tuple[date, date] | None:
    """Return the month of '/comptes 2026-10', this one where none is named; None for other words.

    `now` is in the village's zone.
    """
    name, _, rest = text.lstrip().removeprefix("/").partition(" ")
    tokens = tokenize(name.partition("@")[0])
    if not tokens or tokens[0].norm not in _of_accounts():
        return None
    found = _MONTH.search(rest)
    first = date(int(found[1]), int(found[2]), 1) if found else now.date().replace(day=1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


@lru_cache(maxsize=1)
def _of_accounts() -> frozenset[str]:
    words = (w for locale in LOCALES for w in load_words(locale, "money")["commands"]["accounts"])
    return frozenset(tokenize(word)[0].norm for word in words)
