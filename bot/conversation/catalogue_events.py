"""What has become of a catalogue: outcomes of edits, and news for others who are concerned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from tournee.catalog.edits import Change
from tournee.catalog.errors import Fault
from tournee.catalog.model import ShopSlug
from tournee.orders.model import OrderNumber

JOINED: Final = "joined_people"
"""What a merge of two people is called among the tables of a history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEdited:
    """An edit is in force: told to whoever made it and to whom it concerns."""

    number: int
    """Of the edit, by which it can be undone."""
    by: str
    """The editor's name, as it was then."""
    changes: tuple[Change, ...]
    """Of what was there, the fields that differ."""
    baskets: int = 0
    """Open baskets that hold what was changed."""
    orders: tuple[OrderNumber, ...] = ()
    """Open orders that hold it; or, of a shop's hours, that it would have to prepare meanwhile."""
    undoes: int | None = None
    kind: Literal["catalogue_edited"] = "catalogue_edited"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueUnchanged:
    """It was so already."""

    kind: Literal["catalogue_unchanged"] = "catalogue_unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRefused:
    """An edit or an undo did not happen, and what stood in its way."""

    code: str
    """Of the error (`catalog.services.errors`), or `faulty`."""
    changes: tuple[Change, ...] = ()
    """What was to be done; empty for an undo."""
    undo: int | None = None
    faults: tuple[Fault, ...] = ()
    field: str = ""
    now: tuple[Change, ...] = ()
    """How it stands, where it was changed since: `before` as it was found, `after` as it is."""
    by: str = ""
    """Who changed it since."""
    kind: Literal["edit_refused"] = "edit_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEdit:
    """A line of the history."""

    number: int
    at: datetime
    by: str
    changes: tuple[Change, ...]
    undone: bool
    undoes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRead:
    """The edits that were asked for."""

    edits: tuple[PastEdit, ...]
    """The newest first."""
    to_undo: bool
    key: str = ""
    kind: Literal["history_read"] = "history_read"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursClash:
    """News for the operators: a shop will be closed on days for which it has orders."""

    shop: ShopSlug
    orders: tuple[OrderNumber, ...]
    by: str
    kind: Literal["hours_clash"] = "hours_clash"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopWrote:
    """News for a resident: what a shop says of their order, in its own words."""

    shop: ShopSlug
    number: OrderNumber
    text: str
    kind: Literal["shop_wrote"] = "shop_wrote"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseMissed:
    """News for the operators: words of a resident's that name nothing in the catalogue.

    Whose words they are is not told.
    """

    text: str
    kind: Literal["phrase_missed"] = "phrase_missed"


CatalogueEvent = CatalogueEdited | CatalogueUnchanged | EditRefused | HistoryRead | HoursClash
