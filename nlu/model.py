"""What the understanding returns (`Parse`), and what it may know beside the text (`Context`).

Field by field as in the interchange format of `tournee parse` (docs/formats.md), as values.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from tournee.catalog.model import PlaceSlug, ShopSlug, Sku
from tournee.catalog.quantity import Unit


class Intent(StrEnum):
    ORDER = "order"
    ADD = "add"
    REMOVE = "remove"
    CHANGE = "change"
    CONFIRM = "confirm"
    DECLINE = "decline"
    CANCEL = "cancel"
    REPEAT = "repeat"
    ASK_PRICE = "ask_price"
    ASK_AVAILABILITY = "ask_availability"
    ASK_CATALOGUE = "ask_catalogue"
    ASK_HOURS = "ask_hours"
    ASK_ROUND = "ask_round"
    ASK_STATUS = "ask_status"
    SET_DELIVERY = "set_delivery"
    COMPLAINT = "complaint"
    HUMAN = "human"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    STOP = "stop"
    OTHER = "other"


class Period(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Known(StrEnum):
    """What chose between several products that the words may mean."""

    TAUGHT = "taught"
    """The person picked it after a question."""
    USUAL = "usual"
    """The person ordered it before."""


class Reason(StrEnum):
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing asked for.

    `qty` is in the product's own unit; None where the message names none. In a change it is what
    the basket shall hold (0: taken out); in a removal None is all of it.
    """

    sku: Sku
    qty: Decimal | None = None
    unit: Unit = Unit.PIECE
    options: tuple[str, ...] = ()
    """`+code`, `-code`, `++code`, `~code`, `-++code`, `-~code`, `+code*2`, `?code|code`."""
    amount: Decimal | None = None
    """Money to spend in place of a quantity ('pour 10 euros de ...')."""
    count: Decimal | None = None
    """Pieces of a product that is sold by weight ('3 courgettes'); `qty` is then None."""
    day: date | None = None
    """Set where the message wants this on another day than the rest ('2 mardi et 3 vendredi')."""
    unfit: bool = False
    """The message names a measure that the product is not sold in ('500 g de baguette')."""
    each: bool = False
    """So much is for each of several people, and the message does not count them."""
    text: str = ""
    confidence: float = field(default=1.0, compare=False)
    """Calibrated: the share of lines with this figure whose product is the one meant."""
    others: tuple[Sku, ...] = field(default=(), compare=False)
    """What else the words may mean, spelled otherwise."""
    known: Known | None = field(default=None, compare=False)
    """Set where the words alone leave several products."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """A mention that no single product answers."""

    text: str
    reason: Reason
    skus: tuple[Sku, ...] = ()
    """The candidates, in the catalogue's order; none where the village sells no such thing."""
    qty: Decimal | None = None
    """As the message says it: pieces, or kilos or litres as `unit` tells."""
    unit: Unit = Unit.PIECE
    options: tuple[str, ...] = ()
    amount: Decimal | None = None
    day: date | None = None
    """Set where the message wants this on another day than the rest."""


class QuestionKind(StrEnum):
    """What the bot has asked and waits for."""

    PRODUCT = "product"
    """Which of several products: the answer names one of `skus`, some of them, or none."""
    OPTION = "option"
    """Which of a required group: the answer names one of `codes`."""
    QUANTITY = "quantity"
    """How much of `skus[0]`."""
    CONFIRM = "confirm"
    """The recap: order with obligation to pay, or correct."""
    YES_NO = "yes_no"
    """A substitute, another round, a remembered order: yes or no."""
    PLACE = "place"
    """Where the person lives: one of the village's places."""
    NAME = "name"
    """How the person is called."""
    ROUND = "round"
    """Which of several rounds: `choices` are their days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The question that the bot has put, with what it offered in the order it was numbered."""

    kind: QuestionKind
    text: str = ""
    """The words of the message that raised it ('du beurre')."""
    skus: tuple[Sku, ...] = ()
    codes: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    qty: Decimal | None = None
    options: tuple[str, ...] = ()
    offers: bool = False
    """A help is offered, so that 'ça ira' is a no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How a message answers the pending question. What else it says stands in the parse's lines."""

    yes: bool | None = None
    """For a yes or no, and for CONFIRM."""
    none: bool = False
    """'aucun', 'laissez tomber': drop what was asked about."""
    skus: tuple[Sku, ...] = ()
    """Those of the offered products that were picked."""
    either: bool = False
    """One of `skus` is meant, and not said which: 'golden ou gala'."""
    codes: tuple[str, ...] = ()
    """Those of the offered options that were picked."""
    qty: Decimal | None = None
    """A quantity named with the answer ('le demi-sel, deux'), in the product's own unit."""
    place: PlaceSlug | None = None
    name: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a conversation knows when a message comes. The defaults are those of a first message."""

    now: datetime
    """Aware."""
    timezone: str = "Europe/Paris"
    locale: str | None = None
    """The person's language where it is known; the parse tells which one it found."""
    question: Question | None = None
    basket: tuple[Line, ...] = ()
    """What is in the basket or, if it is empty, in the order that can still be changed.

    In the order in which it was said: 'une de plus' and 'un de chaque' find what they mean.
    """
    emptied: bool = False
    """`basket` is what was in it before it was just emptied."""
    recent: tuple[Sku, ...] = ()
    """Products talked about last, the newest first ('et son prix ?')."""
    offered: Sku | None = None
    """The one product whose price was just told: 'j'en prends deux' means that."""
    usual: tuple[Sku, ...] = ()
    """Products this person ordered or picked before, the most frequent first: they break ties."""
    taught: tuple[tuple[str, Sku], ...] = ()
    """Phrases this person settled before by picking a product, folded (`nlu.words.tokens.fold`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """What a message says: the interpretation that `tournee parse` writes."""

    intent: Intent
    confidence: float
    """Calibrated: the share of parses with this figure that are entirely right."""
    locale: str
    lines: tuple[Line, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    only: bool = False
    """Nothing but what the lines name shall stay: 'gardez juste le pain'."""
    denied: tuple[Sku, ...] = ()
    """Products that were not meant to change: '3 baguettes, pas 3 croissants'."""
    day: date | None = None
    period: Period | None = None
    about: tuple[Sku, ...] = ()
    """The products that a question is about."""
    shops: tuple[ShopSlug, ...] = ()
    """The shops that the message names ('la pharmacie est ouverte ?')."""
    place: PlaceSlug | None = None
    """A place of the village named as the sender's or the delivery's ('mme durand aux granges')."""
    person: str | None = None
    """The sender's or the addressee's name as written ('Mme Durand')."""
    beneficiary: bool = False
    """`person` is somebody else, for whom this is ordered ('c'est pour ma mère Odette Martin')."""
    kin: str = ""
    """Who that is to the sender, folded ('mere'); empty where it is not said."""
    hosted: bool = False
    """It is brought to their door ('chez ma mère')."""
    intents: tuple[tuple[Intent, float], ...] = ()
    """The likeliest intents with their probabilities, best first."""
    answer: Answer | None = None
    """Set where the context had a question and the message answers it."""
