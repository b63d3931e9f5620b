"""Files in the chat: a dropped sheet is compared and offered, the catalogue is sent as one.

Nothing is changed before somebody agrees; what was changed by others meanwhile is noticed then.
"""

from dataclasses import replace
from typing import Final, Literal

from tournee.bot.attachments import CatalogueSheet, PrintedSheet
from tournee.bot.conversation.catalogue import desk, making
from tournee.bot.conversation.catalogue.finding import Scope, nearest_shops, shop_named
from tournee.bot.conversation.catalogue.replies import NoShop, Settled
from tournee.bot.conversation.catalogue.sheet_replies import (
    PrintSent,
    SheetOffered,
    SheetRefused,
    SheetSent,
)
from tournee.bot.conversation.catalogue.state import Offered, Question, Shelves
from tournee.bot.conversation.catalogue_commands import EditCatalogue
from tournee.bot.conversation.events import Dropped
from tournee.bot.conversation.model import Say, Turn
from tournee.catalog import services
from tournee.catalog.edits import Change, product_state, trimmed
from tournee.catalog.model import ShopSlug
from tournee.catalog.sheets import Sheet, SheetError, read_sheet
from tournee.nlu.words.tokens import fold

Print = Literal["leaflet", "poster"]
MOST_CHANGES: Final = 3000
"""At once by chat: a larger file is for `tournee village import`."""
_LONGEST_TITLE: Final = 30
"""Characters of a column's heading that are quoted."""


def dropped(event: Dropped, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """Compare a file with the catalogue and offer what it would change."""
    if event.too_large:
        return _refused(event, "too_large", shelves)
    try:
        sheet = read_sheet(event.data, event.name, scope.facts.village, _whose(event, scope))
    except SheetError as error:
        return _refused(event, error.why, shelves, error.seen)
    if len(sheet.changes) > MOST_CHANGES:
        return _refused(event, "too_many_rows", shelves)
    return _offered(event, sheet, shelves, scope)


def _refused(
    event: Dropped, why: str, shelves: Shelves, seen: tuple[str, ...] = ()
) -> Turn[Shelves]:
    titled = len(seen) > 1 and all(c.isprintable() and len(c) <= _LONGEST_TITLE for c in seen)
    reply = SheetRefused(name=event.name, why=why, seen=seen if titled else ())
    return Turn(state=shelves, says=(Say(reply=reply),))


def _whose(event: Dropped, scope: Scope) -> ShopSlug | None:
    """A shop's own; an operator names the shop below the file, or a column of it does."""
    if scope.shop is not None:
        return scope.shop
    shop = shop_named(event.caption, scope.facts)
    return shop.slug if shop else None


def _offered(event: Dropped, sheet: Sheet, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    changes = trimmed(sheet.changes)
    if scope.shop is not None:
        changes = tuple(own for change in changes if (own := _of_shop(change)) is not None)
    whole = {(c.key, c.fields) for c in changes}
    denied = sum((c.key, c.fields) not in whole for c in sheet.changes)
    removals = _removals(sheet, scope)
    reply = SheetOffered(
        name=event.name,
        rows=sheet.rows,
        changes=changes,
        strange=tuple(change for change in changes if making.strange((change,))),
        absent=len(removals),
        faults=sheet.faults,
        denied=denied,
        ignored=sheet.ignored,
    )
    if not changes and not removals:
        return Turn(state=shelves, says=(Say(reply=reply),))
    about = Offered(name=event.name, changes=changes, removals=removals)
    shelves, question = shelves.asking(desk.me(scope), scope.facts.now, about)
    return Turn(state=shelves, says=(Say(reply=reply, card=question.card),))


def _of_shop(change: Change) -> Change | None:
    """What a shop may do of it: prices and stock of what is there."""
    if change.before is None or change.after is None:
        return None
    own = [field for field in change.fields if field in services.OF_SHOPS["products"]]
    before, after = ({f: told.get(f) for f in own} for told in (change.before, change.after))
    return replace(change, before=before, after=after) if own else None


def _removals(sheet: Sheet, scope: Scope) -> tuple[Change, ...]:
    """What a whole catalogue lacks may be meant to go; a list of a few prices says nothing of it.

    A shop removes nothing: it takes off sale.
    """
    if scope.shop is not None or sheet.rows < len(sheet.absent):
        return ()
    known = scope.facts.village.product_by_sku
    return tuple(
        Change(table="products", key=sku, before=product_state(known[sku]), after=None)
        for sku in sheet.absent
    )


def pressed(
    question: Question, about: Offered, action: str, shelves: Shelves
) -> Turn[Shelves] | None:
    """[Apply], [Apply and remove], [Leave it]."""
    if action not in {"apply", "all", "no"}:
        return None
    closed = Say(reply=Settled(done=action != "no", what=about.name), card=question.card)
    turn = Turn(state=shelves.without(question), says=(closed,))
    if action == "no":
        return replace(turn, says=(Say(reply=Settled(done=False), card=question.card),))
    changes = (*about.changes, *about.removals) if action == "all" else about.changes
    return replace(turn, commands=(EditCatalogue(changes=changes),))


def export(argument: str, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """'/catalogue', '/catalogue boulangerie', '/catalogue csv': the goods as a file."""
    words = argument.split()
    csv = any(fold(word) == "csv" for word in words)
    named = " ".join(word for word in words if fold(word) not in {"csv", "xlsx", "excel"})
    village = scope.facts.village
    shop = village.shop_by_slug[scope.shop] if scope.shop else shop_named(named, scope.facts)
    if named and shop is None:
        slugs, near = nearest_shops(named, scope.facts)
        return desk.say(shelves, NoShop(text=named, shops=slugs, near=near))
    locale = village.settings.locales[0]
    file = CatalogueSheet(
        form="csv" if csv else "xlsx", locale=locale, shop=shop.slug if shop else None
    )
    goods = [p for p in village.products if shop is None or p.shop == shop.slug]
    return desk.say(shelves, SheetSent(file=file, products=len(goods), shop=shop))


def printed(sheet: Print, shelves: Shelves, scope: Scope) -> Turn[Shelves]:
    """'/depliant', '/affiche': one message for each language of the village."""
    locales = scope.facts.village.settings.locales
    files = (PrintedSheet(sheet=sheet, locale=locale) for locale in locales)
    return Turn(state=shelves, says=tuple(_alone(PrintSent(file=file)) for file in files))


def _alone(reply: PrintSent) -> Say:
    """A card of its own: two files are two messages."""
    return Say(reply=reply, card=f"{reply.file.sheet}:{reply.file.locale}")
