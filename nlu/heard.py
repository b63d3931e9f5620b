"""A message as it was read, before the question that it may answer is looked at."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tournee.catalog.model import PlaceSlug
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Intent
from tournee.nlu.reading.lattice import Lattice
from tournee.nlu.reading.state import Item
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message with all its readings, before one is settled on."""

    lexicon: Lexicon
    lattice: Lattice
    items: tuple[Item, ...]
    intent: Intent
    sure: float = 1.0
    """How likely the intent is."""
    basket: int = 0
    """How many things are in the basket."""
    place: PlaceSlug | None = None
    person: str | None = None
    days: tuple[date, ...] = ()

    @property
    def aside(self) -> frozenset[int]:
        """Tokens of goods that are named beside an answer: '2 et aussi un pain'."""
        return frozenset(
            i
            for item in self.items
            if item.owners and not item.refers and not item.told
            for i in range(item.start, item.end)
        )

    @property
    def told_days(self) -> frozenset[int]:
        """Tokens in which days are named."""
        spans = (r for readings in self.lattice.at for r in readings if r.day is not None)
        return frozenset(i for span in spans for i in range(span.start, span.end))

    @property
    def roles(self) -> set[Role]:
        return {r.role for readings in self.lattice.at for r in readings if r.role is not None}

    @property
    def numbers(self) -> list[Decimal]:
        """Numbers that are said, ordinals among them; of readings at one place the longest.

        That of a weight or of money is none.
        """
        return [number for _, number in self._numbers]

    @property
    def numbers_alone(self) -> list[Decimal]:
        """Those that count no other goods."""
        return [number for i, number in self._numbers if i not in self.aside]

    @property
    def counted(self) -> dict[int, Decimal]:
        """Numbers by their first tokens."""
        return dict(self._numbers)

    @property
    def _numbers(self) -> list[tuple[int, Decimal]]:
        """Numbers with their first tokens."""
        found: list[tuple[int, Decimal]] = []
        end = 0
        for i, readings in enumerate(self.lattice.at):
            ends = [r.end for r in readings if r.amount is not None]
            spans = [r for r in readings if r.number is not None and r.start >= end]
            if spans:
                longest = max(spans, key=lambda r: r.end)
                assert longest.number is not None  # noqa: S101
                if longest.end >= max(ends, default=0):
                    found.append((i, longest.number.value))
                end = max(longest.end, *ends) if ends else longest.end
        return found

    @property
    def words(self) -> list[str]:
        """What is said beside small words and numbers."""
        return [norm for _, norm in self._words]

    @property
    def words_alone(self) -> list[str]:
        """Those that name no other goods."""
        return [norm for i, norm in self._words if i not in self.aside]

    @property
    def _words(self) -> list[tuple[int, str]]:
        """Words with their tokens."""
        counted = {
            i
            for readings in self.lattice.at
            for r in readings
            if r.number is not None or r.amount is not None
            for i in range(r.start, r.end)
        }
        return [
            (i, token.norm)
            for i, token in enumerate(self.lattice.tokens)
            if token.is_word and i not in counted and not grammar.is_small(token.norm)
        ]
