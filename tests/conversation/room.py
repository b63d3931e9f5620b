"""What an edit of the catalogue works with at the desk: a workspace with nothing behind it."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from tests.catalog.shelf import Shelf
from tournee.bot.conversation.events import Event
from tournee.bot.deeds import catalogue as cataloguing
from tournee.catalog.model import Person, ShopSlug, Village
from tournee.orders.model import Actor, Order
from tournee.orders.services import Ports


@dataclass
class Room:
    """Quacks as `bot.workspace.Workspace` for `bot.cataloguing`; nobody has a basket."""

    catalogue: Shelf
    ports: Ports

    def __post_init__(self) -> None:
        self.village: Village = self.catalogue.village
        self.slug = self.village.settings.slug
        self.conversations = SimpleNamespace(states=lambda *_, **__: ())
        self.orders = SimpleNamespace(of_shop=self._of_shop)
        self.people = SimpleNamespace(known=self._known)
        self.parting = SimpleNamespace(lately=lambda _now: ())

    def reload(self) -> None:
        self.village = self.catalogue.village

    def carry_out(self, command: Any, actor: Actor, now: Any) -> tuple[Event, ...]:
        return cataloguing.carry_out(command, self, actor, now)  # type: ignore[arg-type]

    def _of_shop(self, shop: ShopSlug) -> tuple[Order, ...]:
        held: dict[Any, Order] = self.ports.orders.orders  # type: ignore[attr-defined]
        return tuple(o for o in held.values() if o.shop == shop and o.is_open)

    def _known(self, slug: str) -> Person | None:
        return next((p for p in self.village.people if p.slug == slug), None)
