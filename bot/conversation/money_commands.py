"""What a conversation wants done with money: tabs, envelopes, deposits, corrections."""

from dataclasses import dataclass

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug, Sku
from tournee.catalog.quantity import Money
from tournee.orders.model import OrderNumber
from tournee.orders.payment import Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOrder:
    """The shop's bag is ready."""

    number: OrderNumber
    shop: ShopSlug


@dataclass(frozen=True, slots=True, kw_only=True)
class PayTab:
    """A resident has paid at the shop."""

    resident: PersonSlug
    shop: ShopSlug
    amount: Money | None = None
    """None is all that stands on the tab."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitTab:
    """The shop says how much may stand on a resident's tab; nothing is no tab."""

    resident: PersonSlug
    shop: ShopSlug
    limit: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveEnvelope:
    """A shop has its money of a round."""

    round: RoundSlug
    date: str
    """ISO."""
    shop: ShopSlug
    received: Money | None = None
    """Counted; None is exactly what it should hold."""
    why: str = ""
    """What was said about a difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack:
    """Bottles or crates with a deposit came back: a credit, used at the next payment."""

    resident: PersonSlug
    count: int
    shop: ShopSlug | None = None
    """None where only one shop of the village charges deposits."""
    sku: Sku | None = None
    """What came in them; None where the shop has one deposit only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPayment:
    """How a delivered order was paid is put right."""

    number: OrderNumber
    payments: tuple[Payment, ...]


MoneyCommand = PackOrder | PayTab | LimitTab | ReceiveEnvelope | GiveBack | CorrectPayment
