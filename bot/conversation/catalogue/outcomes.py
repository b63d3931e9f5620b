"""What becomes of edits: the answer to whoever asked, and news for those who did not."""

from dataclasses import replace

from tournee.bot.conversation.catalogue.finding import Scope
from tournee.bot.conversation.catalogue.replies import (
    ClosedOnOrders,
    EditDeclined,
    Edited,
    EditHeard,
    HistoryShown,
    SureAsked,
    Unchanged,
)
from tournee.bot.conversation.catalogue.state import Shelves, Sure
from tournee.bot.conversation.catalogue_events import (
    CatalogueEdited,
    CatalogueEvent,
    CatalogueUnchanged,
    EditRefused,
    HistoryRead,
    HoursClash,
)
from tournee.bot.conversation.model import Say, Turn
from tournee.catalog.edits import inverse

EDITED_SINCE = "edited_since"


def heard(event: CatalogueEvent, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """Say what has become of an edit; an undo is said on the card of what it took back."""
    own = scope.shop is not None
    match event:
        case CatalogueEdited() if scope.facts.me is None:
            return _said(shelves, Say(reply=EditHeard(event=event)))
        case CatalogueEdited(undoes=None):
            return _said(
                shelves, Say(reply=Edited(event=event, own=own), card=f"edit:{event.number}")
            )
        case CatalogueEdited(undoes=undone):
            first = replace(event, changes=inverse(event.changes), baskets=0, orders=())
            return _said(
                shelves,
                Say(reply=Edited(event=first, undone_by=event.by, own=own), card=f"edit:{undone}"),
                Say(reply=Edited(event=event, own=own), card=f"edit:{event.number}"),
            )
        case CatalogueUnchanged():
            return _said(shelves, Say(reply=Unchanged()))
        case HistoryRead(edits=edits, to_undo=to_undo):
            return _said(shelves, Say(reply=HistoryShown(edits=edits, to_undo=to_undo, own=own)))
        case HoursClash():
            shop = scope.facts.village.shop_by_slug[event.shop]
            reply = ClosedOnOrders(shop=shop, orders=event.orders, by=event.by)
            return _said(shelves, Say(reply=reply))
        case EditRefused():
            return _refused(event, shelves, scope)


def _said(shelves: Shelves, *says: Say) -> Turn[Shelves]:
    return Turn(state=shelves, says=says)


def _refused(event: EditRefused, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """Ask where somebody changed the same since; say why else."""
    if event.code != EDITED_SINCE:
        reply = EditDeclined(code=event.code, field=event.field, faults=event.faults)
        return _said(shelves, Say(reply=reply))
    about = Sure(changes=event.changes, undo=event.undo, force=True)
    by = scope.facts.me.slug if scope.facts.me else None
    shelves, question = shelves.asking(by, scope.facts.now, about)
    asked = SureAsked(changes=event.now, why="since", by=event.by)
    return _said(shelves, Say(reply=asked, card=question.card))
