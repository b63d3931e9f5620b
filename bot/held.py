"""Everything that is held of one person, as values."""

from dataclasses import dataclass

from tournee.bot.conversation.circle import Consent
from tournee.catalog.model import Person, Sku
from tournee.orders.habits import SubstituteWish
from tournee.orders.model import Order
from tournee.orders.receipts import Receipt
from tournee.orders.standing import StandingOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One person's data, to be shown to them."""

    person: Person
    orders: tuple[Order, ...]
    """All of them, the newest first."""
    receipts: tuple[Receipt, ...]
    taught: tuple[tuple[str, Sku], ...]
    helps: tuple[str, ...]
    """For whom they may order, by name."""
    helped_by: tuple[str, ...]
    consents: tuple[Consent, ...]
    """On announcements."""
    standing: tuple[StandingOrder, ...]
    wishes: tuple[SubstituteWish, ...]
