"""Services in use: each call is one transaction, on fakes or on a database."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine

from tests.orders.fakes import fake_ports
from tests.orders.village import (
    BAKERY,
    DURAND,
    GRANGES,
    MONDAY_MORNING,
    MRS_DURAND,
    TUESDAY,
    TUESDAY_24,
    VILLAGE,
)
from tournee.catalog.model import PersonSlug, ShopSlug, Sku
from tournee.catalog.storage import StoredCatalogue
from tournee.orders import ledger, services
from tournee.orders.model import Actor, Item, Order, OrderLine, OrderNumber, OrderStatus
from tournee.orders.services import Ports, Work
from tournee.orders.storage import ports
from tournee.storage.unit_of_work import UnitOfWork

P = ParamSpec("P")
R = TypeVar("R")

MARDI = (TUESDAY, TUESDAY_24)


def _owed(found: Ports, *, resident: PersonSlug, shop: ShopSlug) -> int:
    accounts = (ledger.due_account(resident, shop), ledger.tab_account(resident, shop))
    return sum(found.ledger.balance(account) for account in accounts)


class Market(ABC):
    """The village of the tests, at a time that the test sets."""

    def __init__(self) -> None:
        self.now: datetime = MONDAY_MORNING

    @abstractmethod
    def transaction(self) -> "Iterator[Ports]": ...

    def do(
        self,
        actor: Actor,
        service: Callable[Concatenate[Work, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        with contextmanager(self.transaction)() as found:
            return service(Work(ports=found, actor=actor, now=self.now), *args, **kwargs)

    def look(self, read: Callable[[Ports], R]) -> R:
        with contextmanager(self.transaction)() as found:
            return read(found)

    def owed(self, resident: PersonSlug) -> dict[ShopSlug, int]:
        """What a resident owes each shop, at the door and on its tab, where it is not nothing."""
        return {
            shop.slug: minor
            for shop in VILLAGE.shops
            if (minor := self.look(partial(_owed, resident=resident, shop=shop.slug)))
        }

    def place(self, *items: Item) -> OrderNumber:
        """Let Mrs Durand order for the Tuesday round."""
        events = self.do(MRS_DURAND, services.place, DURAND, items, MARDI, place=GRANGES)
        return events[0].number

    def order(self, number: OrderNumber, shop: ShopSlug = BAKERY) -> Order:
        orders = self.look(lambda p: p.orders.of_number(number))
        return next(o for o in orders if o.shop == shop)

    def status(self, number: OrderNumber, shop: ShopSlug = BAKERY) -> OrderStatus:
        return self.order(number, shop).status

    def line(self, number: OrderNumber, nth: int, shop: ShopSlug = BAKERY) -> OrderLine:
        """Return the first, second, … of one shop's lines."""
        return self.order(number, shop).lines[nth - 1]

    def left(self, sku: str) -> Decimal | None:
        return self.look(lambda p: p.stock.left(Sku(sku)))


class FakeMarket(Market):
    def __init__(self) -> None:
        super().__init__()
        self._ports = fake_ports(VILLAGE)

    def transaction(self) -> Iterator[Ports]:
        yield self._ports


class StoredMarket(Market):
    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        with UnitOfWork(engine) as work:
            StoredCatalogue(work.session).replace(VILLAGE, by="test", at=MONDAY_MORNING)
            work.commit()

    def transaction(self) -> Iterator[Ports]:
        with UnitOfWork(self._engine) as work:
            yield ports(work.session, VILLAGE)
            work.commit()
