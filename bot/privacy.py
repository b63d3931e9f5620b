"""What a person, or the law, may ask about a person: all that is held, and to be forgotten."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tournee.bot.account import order_record
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.held import Held
from tournee.bot.storage import News
from tournee.bot.workspace import Workspace
from tournee.catalog.folder.records import person_record
from tournee.catalog.model import Person, PersonSlug, Role
from tournee.orders.receipts import Receipt
from tournee.orders.standing import StandingOrder

WAIT = timedelta(minutes=1)
"""How long erasing waits for the last message to go out."""
FORGET = "forget/"
"""How the news begins that asks the village to forget; the person's slug follows."""


MOST_ORDERS = 100_000
MOST_RECEIPTS = 100_000


class NotYetError(Exception):
    """Erasing has to wait: for `orders` that are open, or for a debt."""

    def __init__(self, orders: tuple[int, ...]) -> None:
        super().__init__(", ".join(map(str, orders)) or "a debt")
        self.orders = orders


def gathered(workspace: Workspace, person: Person) -> Held:
    """Everything that is held of a person, but for the state of the conversation with them."""
    links = [k for k in workspace.registry.links(person.slug) if k.agreed]
    return Held(
        person=person,
        orders=workspace.orders.of_resident(person.slug, others=MOST_ORDERS),
        receipts=workspace.ports.receipts.of_resident(person.slug, MOST_RECEIPTS),
        taught=workspace.taught.of(person.slug),
        helps=tuple(_name(workspace, k.helped) for k in links if k.helper == person.slug),
        helped_by=tuple(_name(workspace, k.helper) for k in links if k.helped == person.slug),
        consents=workspace.registry.consents(person.slug),
        standing=workspace.ports.standing.of(person.slug),
        wishes=workspace.ports.substitutes.of((person.slug,)),
    )


def _name(workspace: Workspace, slug: PersonSlug) -> str:
    person = workspace.people.known(slug)
    return person.name if person is not None and person.name else slug


def held(workspace: Workspace, person: Person) -> dict[str, Any]:
    """Everything that is held of a person, for a program to read."""
    found = gathered(workspace, person)
    conversation = workspace.conversations.state(Party(kind=PartyKind.RESIDENT, slug=person.slug))
    return {
        "person": person_record(person),
        "orders": [order_record(o) | {"placed_at": str(o.placed_at)} for o in found.orders],
        "receipts": [_paper(receipt) for receipt in found.receipts],
        "taught": dict(found.taught),
        "orders_for": [
            {"helper": k.helper, "helped": k.helped}
            for k in workspace.registry.links(person.slug)
            if k.agreed
        ],
        "announcements": [
            {"given": c.given, "at": str(c.at), "how": c.how} for c in found.consents
        ],
        "regular_orders": [standing_record(order) for order in found.standing],
        "substitutes": [
            {"product": wish.sku, "instead": wish.substitute, "said": wish.said}
            for wish in found.wishes
        ],
        "conversation": conversation,
    }


def standing_record(order: StandingOrder) -> dict[str, Any]:
    """One standing order, for the one whose it is to read."""
    return {
        "since": order.since.isoformat(),
        "weeks": order.weeks,
        "goods": [
            {"product": i.sku, "quantity": str(i.qty or i.count or i.amount)} for i in order.items
        ],
        "paused_until": order.paused_until.isoformat() if order.paused_until else None,
    }


def _paper(receipt: Receipt) -> dict[str, Any]:
    draft = receipt.draft
    return {
        "shop": draft.shop,
        "number": receipt.number,
        "at": str(draft.at),
        "kind": str(draft.kind),
        "order": draft.order,
        "lines": [f"{line.quantity} {line.name} {line.total}" for line in draft.lines],
        "total": str(draft.total),
        "on_tab": str(draft.on_tab),
    }


def erase(workspace: Workspace, slug: PersonSlug, now: datetime) -> None:
    """Forget a resident.

    Raises:
        LookupError: nobody of that name, or no resident.
        NotYetError: orders are open, or something is owed.
    """
    person = workspace.people.known(slug)
    if person is None or person.role is not Role.RESIDENT:
        raise LookupError(slug)
    orders = workspace.privacy.open_orders(slug)
    if orders or workspace.privacy.owes(slug):
        raise NotYetError(orders)
    workspace.privacy.erase(slug, now)


def forget(workspace: Workspace, news: News, now: datetime) -> None:
    """Do what somebody asked the bot itself for, once the last word to them has been sent."""
    slug = PersonSlug(news.key.removeprefix(FORGET))
    if workspace.privacy.is_being_written_to(slug):
        workspace.mailbox.post(replace(news, due_at=now + WAIT))
        return
    with suppress(LookupError, NotYetError):
        erase(workspace, slug, now)
