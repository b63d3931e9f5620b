"""What a conversation may know of money: tabs, receipts, envelopes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tournee.catalog.model import PersonSlug, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders.closing import Closing, Envelope
from tournee.orders.model import Order, Price
from tournee.orders.pricing import order_price
from tournee.orders.receipts import Receipt
from tournee.orders.tabs import Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Only what may be needed for the event at hand is looked up."""

    tabs: tuple[Tab, ...] = ()
    """On which something stands, or a credit. A resident's own; a shop's, of everybody; a
    driver's, of those whose bags are in the van."""
    receipts: tuple[Receipt, ...] = ()
    """A resident's: of the order that the event names, else their last ones, the newest first."""
    envelopes: tuple[Envelope, ...] = ()
    """That drivers still carry, the oldest first: a shop's own; all of them for the others."""
    limits: tuple[tuple[PersonSlug, int], ...] = ()
    """What a shop allows single residents on its tab, in minor units; only for that shop."""
    closings: tuple[Closing, ...] = ()
    """Envelopes that shops have received in the last week; a shop hears of its own alone."""

    def tab(self, resident: PersonSlug, shop: ShopSlug) -> Tab:
        """Return a tab; one on which nothing stands where it is not among those looked up."""
        empty = Tab(resident=resident, shop=shop)
        found = (t for t in self.tabs if (t.resident, t.shop) == (resident, shop))
        return next(found, empty)

    def to_collect(self, orders: Sequence[Order], currency: str) -> Price:
        """Return what to ask for at a door: a credit with a shop pays first."""
        price = order_price(orders, currency)
        credit = 0
        for who in dict.fromkeys((o.resident, o.shop) for o in orders):
            mine = (o for o in orders if (o.resident, o.shop) == who)
            credit += min(order_price(mine, currency).total.minor, self.tab(*who).credit)
        less = Money.of_minor(credit, currency)
        return replace(price, total=price.total - less, ceiling=price.ceiling - less)
