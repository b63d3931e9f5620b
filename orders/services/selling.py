"""What a shop sells today: a product goes off sale at once, and comes back."""

from datetime import datetime, timedelta
from typing import Final

from tournee.catalog.model import ShopSlug, Sku
from tournee.orders.audit import AuditEntry
from tournee.orders.errors import UnknownProductError
from tournee.orders.events import ProductOffSale
from tournee.orders.services.work import Work, for_shop

LONGEST: Final = timedelta(days=3650)
"""Off sale without an end: until the shop puts it back."""


def take_off_sale(
    work: Work, shop: ShopSlug, sku: Sku, until: datetime | None = None
) -> tuple[ProductOffSale, ...]:
    """Take a product off sale; open orders that hold it stay, and are named in the event.

    Raises:
        UnknownProductError: the shop has no such product.
        NotAllowedError: another shop's people.
    """
    _check(work, shop, sku)
    work.ports.sale.take_off(sku, until=until or work.now + LONGEST, by=_by(work), at=work.now)
    touched = dict.fromkeys(o.number for o in work.ports.orders.open_with(sku))
    _note(work, shop, sku, "off_sale", until.isoformat() if until else "")
    return (ProductOffSale(shop=shop, sku=sku, orders=tuple(touched)),)


def put_on_sale(work: Work, shop: ShopSlug, sku: Sku) -> tuple[ProductOffSale, ...]:
    """Put a product back on sale; raises as `take_off_sale` does. No event: nobody need hear."""
    _check(work, shop, sku)
    work.ports.sale.put_on(sku, by=_by(work), at=work.now)
    _note(work, shop, sku, "on_sale")
    return ()


def _check(work: Work, shop: ShopSlug, sku: Sku) -> None:
    for_shop(work, shop)
    product = work.village.product_by_sku.get(sku)
    if product is None or product.shop != shop:
        raise UnknownProductError(shop=shop, sku=sku)


def _by(work: Work) -> str:
    return work.actor.person or work.actor.name


def _note(work: Work, shop: ShopSlug, sku: Sku, what: str, why: str = "") -> None:
    entry = AuditEntry(at=work.now, actor=work.actor, what=what, shop=shop, sku=sku, why=why)
    work.ports.audit.record(entry)
