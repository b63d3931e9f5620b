"""Who did what, when and why: one entry for each thing that a service has changed."""

from dataclasses import dataclass
from datetime import datetime

from tournee.catalog.model import ShopSlug, Sku
from tournee.orders.model import Actor, OrderNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what, when and why."""

    at: datetime
    actor: Actor
    what: str
    """A verb of the services, in the past: `accepted`, `line_missing`, `round_cancelled`, …"""
    number: OrderNumber | None = None
    shop: ShopSlug | None = None
    sku: Sku | None = None
    round: str | None = None
    """A `RoundDate.key`."""
    why: str = ""
