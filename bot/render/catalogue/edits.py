"""What an edit has changed, whom it touches, and the edits of the last days."""

from typing import Final

from tournee.bot.conversation.catalogue.replies import (
    ClosedOnOrders,
    Edited,
    EditHeard,
    HistoryShown,
    Unchanged,
)
from tournee.bot.conversation.catalogue_events import CatalogueEdited, PastEdit
from tournee.bot.render.catalogue import changes
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.catalog.edits import Change

MOST_TO_UNDO: Final = 8
MOST_NAMED: Final = 10
"""Changes of one edit of which the first speaks for all."""
LONGEST_LABEL: Final = 40
"""Characters of a button that a telephone shows."""


def words(
    reply: Edited | EditHeard | ClosedOnOrders | Unchanged | HistoryShown, voice: Voice
) -> Rendered:
    match reply:
        case Edited():
            return _edited(reply, voice)
        case EditHeard(event=event):
            heading = voice.text("🏛 %(name)s has changed:", name=event.by)
            told = changes.lines(event.changes, voice, shops=False)
            return Rendered(text=joined([heading, *told, _orders(event, voice)]))
        case ClosedOnOrders():
            numbers = ", ".join(str(n) for n in reply.orders)
            return Rendered(
                text=voice.text(
                    "⚠️ %(shop)s will be closed on days for which it has orders: %(numbers)s. "
                    "Please look at them with the shop (%(name)s).",
                    shop=reply.shop.name,
                    numbers=numbers,
                    name=reply.by,
                )
            )
        case Unchanged():
            return Rendered(text=voice.text("It is so already: nothing was changed."))
        case HistoryShown():
            return _history(reply, voice)


def _edited(reply: Edited, voice: Voice) -> Rendered:
    event = reply.event
    told = changes.lines(event.changes, voice, shops=not reply.own)
    if reply.undone_by is not None:
        gone = voice.text("↩️ Undone by %(name)s.", name=reply.undone_by)
        return Rendered(text=joined([*told, gone]))
    heading = voice.text("↩️ Undone:") if event.undoes is not None else _heading(event, voice)
    text = joined([heading, *told, _baskets(event, voice), _orders(event, voice)])
    return Rendered(text=text, buttons=((Button(voice.text("↩️ Undo"), "undo"),),))


def _heading(event: CatalogueEdited, voice: Voice) -> str:
    if len(event.changes) == 1:
        return ""
    return voice.plural("✅ %(count)s change:", "✅ %(count)s changes:", len(event.changes))


_TOLD: Final = frozenset({"price", "unit", "available", "off_sale_until", "sale_ends"})
"""Fields of goods that a basket shows."""


_SALE: Final = frozenset({"available", "off_sale_until", "sale_ends"})


def _shown(event: CatalogueEdited) -> bool:
    """Whether residents see the change before they order: a price, what is gone, an option."""
    return any(
        c.table == "options" or c.after is None or _TOLD & set(c.fields) for c in event.changes
    )


def _baskets(event: CatalogueEdited, voice: Voice) -> str:
    if not event.baskets:
        return ""
    if not _shown(event):
        return voice.plural(
            "%(count)s open basket holds it.", "%(count)s open baskets hold it.", event.baskets
        )
    return voice.plural(
        "%(count)s open basket is concerned: its owner sees the change before ordering.",
        "%(count)s open baskets are concerned: their owners see the change before ordering.",
        event.baskets,
    )


def _back(change: Change) -> bool:
    """Something is on sale again: orders have nothing to fear."""
    now = change.after or {}
    on = now.get("available") != "0" and not now.get("off_sale_until")
    return change.after is not None and set(change.fields) <= _SALE and on


def _orders(event: CatalogueEdited, voice: Voice) -> str:
    """Orders keep their price; what has gone off sale may be missing from them too."""
    if not event.orders:
        return ""
    if all(_back(change) for change in event.changes):
        return ""
    numbers = ", ".join(str(n) for n in event.orders)
    if any(change.table == "shops" for change in event.changes):
        return voice.plural(
            "⚠️ %(count)s order is for these days: %(numbers)s. Please tell what becomes of it.",
            "⚠️ %(count)s orders are for these days: %(numbers)s. Please tell what becomes of them.",
            len(event.orders),
            numbers=numbers,
        )
    if any("price" in change.fields and change.after for change in event.changes):
        return voice.plural(
            "%(count)s order keeps the price that was agreed: %(numbers)s.",
            "%(count)s orders keep the price that was agreed: %(numbers)s.",
            len(event.orders),
            numbers=numbers,
        )
    return voice.plural(
        "%(count)s open order holds it: %(numbers)s.",
        "%(count)s open orders hold it: %(numbers)s.",
        len(event.orders),
        numbers=numbers,
    )


def _history(reply: HistoryShown, voice: Voice) -> Rendered:
    if not reply.edits:
        return Rendered(text=voice.text("Nothing was changed lately."))
    if not reply.to_undo:
        heading = voice.text("🕘 The last changes:")
        return Rendered(
            text=joined([heading, *(_past(edit, voice, reply) for edit in reply.edits)])
        )
    shown = reply.edits[:MOST_TO_UNDO]
    heading = voice.text("Which change shall be undone?")
    numbered = [f"{n}. {_past(edit, voice, reply)}" for n, edit in enumerate(shown, 1)]
    buttons = tuple(
        (Button(_label(n, edit, voice), f"undo:{edit.number}"),) for n, edit in enumerate(shown, 1)
    )
    return Rendered(text=joined([heading, *numbered]), buttons=buttons)


def _label(place: int, edit: PastEdit, voice: Voice) -> str:
    text = f"{place}. {_summary(edit, voice, shops=False)}"
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _summary(edit: PastEdit, voice: Voice, *, shops: bool) -> str:
    """The first change of a few; how many there are of many."""
    others = len(edit.changes) - 1
    if others >= MOST_NAMED:
        return voice.plural("%(count)s change", "%(count)s changes", others + 1)
    first = changes.line(edit.changes[0], voice, shops=shops)
    if not others:
        return first
    return first + voice.plural(" (and %(count)s more)", " (and %(count)s more)", others)


def _past(edit: PastEdit, voice: Voice, shown: HistoryShown) -> str:
    """'mardi 24/11 9h30, Claire Petit : Baguette : 1,10 → 1,15 €'."""
    at = edit.at.astimezone(voice.zone)
    when = f"{voice.weekday(at.date())} {voice.hour(at)}"
    told = _summary(edit, voice, shops=not shown.own)
    by = voice.text("import of the folder") if edit.by == "import" else edit.by
    mark = voice.text(" · undone") if edit.undone else ""
    return changes.named(f"{when}, {by}", f"{told}{mark}", voice)
