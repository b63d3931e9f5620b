"""What a shop's picking list and a driver's route sheet say on paper, in one language: words only.

They are kept as they are until they are sent, as every attachment is, and typeset then.
"""

from dataclasses import dataclass
from typing import Literal

from tournee.bot.conversation.sketch import Sketch


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """One line of a bag, or of what all bags together need."""

    amount: str
    """'2 ×', '300 g'."""
    name: str
    """With its options: 'Pain de campagne (tranché)'."""
    remark: str = ""
    """What the customer takes instead, what still waits for an answer."""
    weigh: str = ""
    """What is to be filled in: 'poids'; empty where nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BagEntry:
    """An order's part on a shop's page."""

    number: str
    who: str
    where: str
    goods: tuple[Goods, ...]
    remark: str = ""
    """'pas encore confirmé'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopPage:
    """One shop's list; it begins a page."""

    shop: str
    summary: str
    """'3 sacs · 7 articles'."""
    remark: str
    totals: tuple[Goods, ...]
    bags: tuple[BagEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickingSheet:
    """What the shops pack for a run: a page each."""

    name: str
    """Of the file."""
    locale: str
    title: str
    when: str
    state: str
    """Whether orders may still come, and as of when it was printed."""
    totals_heading: str
    bags_heading: str
    shops: tuple[ShopPage, ...]
    kind: Literal["picking"] = "picking"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCollect:
    """A shop on the driver's list, before the doors."""

    shop: str
    bags: str
    numbers: str
    due: str
    """What its envelope should hold at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorBag:
    """A shop's bag at a door."""

    shop: str
    number: str
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorEntry:
    """A door of the route."""

    place: str
    """'1', in the order in which to drive."""
    who: str
    where: str
    phone: str
    expected: str
    note: str
    """How to reach the door, or its person."""
    checks: tuple[str, ...]
    """'Vérifier l'âge', 'au frais'."""
    bags: tuple[DoorBag, ...]
    due: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSheet:
    """The driver's day on paper: shops, then doors."""

    name: str
    """Of the file."""
    locale: str
    title: str
    when: str
    state: str
    collect_heading: str
    collect: tuple[ToCollect, ...]
    stops_heading: str
    doors: tuple[DoorEntry, ...]
    total_label: str
    to_tick: tuple[str, ...]
    """Beside the boxes of each door: 'livré', 'payé', 'absent'."""
    remarks_label: str
    way_heading: str
    sketch: Sketch | None
    """None where the map knows no door."""
    kind: Literal["route"] = "route"


Worksheet = PickingSheet | RouteSheet
