"""What residents take where a product is missing: noted, and applied without asking again."""

from tournee.catalog.model import PersonSlug, Product, Role, Sku
from tournee.orders.basket import product_of
from tournee.orders.errors import NotAllowedError
from tournee.orders.events import DomainEvent
from tournee.orders.habits import SubstituteWish, wish_for
from tournee.orders.model import Order, OrderLine
from tournee.orders.pricing import price
from tournee.orders.services.lines import substitute_item
from tournee.orders.services.work import Work


def note_wish(
    work: Work, resident: PersonSlug, sku: Sku | None, substitute: Sku | None, *, said: bool
) -> tuple[DomainEvent, ...]:
    """Remember what a resident takes in place of a product.

    What was learned from an answer gives way to what was said in so many words, never the reverse.

    Raises:
        NotAllowedError: it is another resident's wish.
        UnknownProductError: the village sells no such thing.
    """
    _for_owner(work, resident)
    for named in (sku, substitute):
        if named is not None:
            product_of(work.village, named)
    if not said and sku is not None:
        known = wish_for(work.ports.substitutes.of((resident,)), resident, sku)
        if known is not None and known.said:
            return ()
    wish = SubstituteWish(resident=resident, sku=sku, substitute=substitute, said=said)
    work.ports.substitutes.put(wish, work.now)
    return ()


def forget_wishes(work: Work, resident: PersonSlug) -> tuple[DomainEvent, ...]:
    """Forget them all: the resident is asked each time.

    Raises:
        NotAllowedError: they are another resident's.
    """
    _for_owner(work, resident)
    work.ports.substitutes.drop(resident)
    return ()


def wish_of(work: Work, order: Order, line: OrderLine) -> SubstituteWish | None:
    """Return what the resident has said to take in a line's place, if anything."""
    theirs = work.ports.substitutes.of((order.resident,))
    return wish_for(theirs, order.resident, line.item.sku)


def agreed(wish: SubstituteWish | None, line: OrderLine, product: Product) -> bool:
    """Tell whether a substitute needs no question: it is the one wished for, and costs no more."""
    if wish is None or wish.substitute != product.sku:
        return False
    return price(product, substitute_item(line, product)).ceiling <= line.price.ceiling


def _for_owner(work: Work, resident: PersonSlug) -> None:
    if work.actor.role is not Role.OPERATOR and work.actor.person != resident:
        raise NotAllowedError
