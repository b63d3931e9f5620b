"""What a chat remembers of the catalogue between two messages: questions that wait."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from tournee.catalog.edits import Change
from tournee.catalog.model import PersonSlug, ShopSlug, Sku

MOST: Final = 12
"""Questions that still answer; the oldest makes room."""
ANSWERED_WITHIN: Final = timedelta(minutes=15)
"""After that a typed word is talk again; a button still counts."""


class Verb(StrEnum):
    """What is wished for a product; each is a command's key."""

    SHOW = "product"
    PRICE = "price"
    RENAME = "rename"
    UNIT = "unit"
    ALIAS = "alias"
    CATEGORY = "category"
    OPTION = "option"
    ALLERGENS = "allergens"
    VAT = "vat"
    STOCK = "stock"
    OFF = "off"
    ON = "on"
    REMOVE = "remove"
    TEACH = "teach"
    """A phrase that somebody used is its alias."""
    HISTORY = "history"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants done with a product."""

    verb: Verb
    value: str = ""
    """As it was written; read once the product is known."""
    until: datetime | None = None
    """Of OFF: when it is back; None for as long as nobody puts it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which product was meant?"""

    wish: Wish
    text: str
    skus: tuple[Sku, ...]
    kind: Literal["which"] = "which"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sure:
    """Shall it be done all the same?"""

    changes: tuple[Change, ...] = ()
    undo: int | None = None
    """The edit to take back, where that is what was wished."""
    force: bool = False
    kind: Literal["sure"] = "sure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """To what shall it be set?"""

    verb: Verb
    sku: Sku
    kind: Literal["value"] = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """In which shop is this new?"""

    text: str
    """Its name, price and fields, as written."""
    shops: tuple[ShopSlug, ...]
    kind: Literal["where"] = "where"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """What did residents mean by these words?"""

    text: str
    skus: tuple[Sku, ...]
    kind: Literal["unknown"] = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """Shall what a sheet says be done?"""

    name: str
    changes: tuple[Change, ...]
    removals: tuple[Change, ...] = ()
    """Of what it does not hold."""
    kind: Literal["offered"] = "offered"


About = Which | Sure | Value | Where | Unknown | Offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A word that a resident used and no product answers to."""

    text: str
    """Folded."""
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that waits under its card."""

    number: int
    by: PersonSlug | None
    at: datetime
    about: About

    @property
    def card(self) -> str:
        return f"catalogue:{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelves:
    """What a chat has open about goods and opening hours."""

    questions: tuple[Question, ...] = ()
    """The oldest first."""
    asked: int = 0
    """How many there were."""
    missed: tuple[Missed, ...] = ()
    """Words of residents that name nothing, those that came last at the end."""
    counted: int = 0
    """How many of them operators have been told of."""

    def of_card(self, card: str | None) -> Question | None:
        """Return the question of a card or, where the channel does not tell, the newest."""
        if card is None:
            return self.questions[-1] if self.questions else None
        return next((q for q in self.questions if q.card == card), None)

    def lately(self, by: PersonSlug | None, now: datetime) -> Question | None:
        """Return what a typed word of somebody may answer."""
        mine = [q for q in self.questions if q.by == by and now - q.at <= ANSWERED_WITHIN]
        return mine[-1] if mine else None

    def asking(
        self, by: PersonSlug | None, at: datetime, about: About
    ) -> tuple["Shelves", Question]:
        question = Question(number=self.asked + 1, by=by, at=at, about=about)
        kept = (*self.questions, question)[-MOST:]
        return replace(self, questions=kept, asked=question.number), question

    def without(self, question: Question) -> "Shelves":
        left = tuple(q for q in self.questions if q.number != question.number)
        return replace(self, questions=left)
