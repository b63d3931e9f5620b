"""What a person, or the law, may ask about a person: all that is held, and to be forgotten."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tournee.bot.account import order_record
from tournee.bot.conversation.party import Party, PartyKind
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


MOST_RECEIPTS = 100_000


class NotYetError(Exception):
    """Erasing has to wait: for `orders` that are open, or for a debt."""

    def __init__(self, orders: tuple[int, ...]) -> None:
        super().__init__(", ".join(map(str, orders)) or "a debt")
        self.orders = orders


def held(workspace: Workspace, person: Person) -> dict[str, Any]:
    """Everything that is held of a person, for them to read."""
    orders = workspace.orders.of_resident(person.slug, others=100_000)
    conversation = workspace.conversations.state(Party(kind=PartyKind.RESIDENT, slug=person.slug))
    return {
        "person": person_record(person),
        "orders": [order_record(order) | {"placed_at": str(order.placed_at)} for order in orders],
        "receipts": [
            _paper(receipt)
            for receipt in workspace.ports.receipts.of_resident(person.slug, MOST_RECEIPTS)
        ],
        "taught": dict(workspace.taught.of(person.slug)),
        "orders_for": [
            {"helper": k.helper, "helped": k.helped}
            for k in workspace.registry.links(person.slug)
            if k.agreed
        ],
        "announcements": [
            {"given": c.given, "at": str(c.at), "how": c.how}
            for c in workspace.registry.consents(person.slug)
        ],
        "regular_orders": [standing_record(o) for o in workspace.ports.standing.of(person.slug)],
        "substitutes": [
            {"product": wish.sku, "instead": wish.substitute, "said": wish.said}
            for wish in workspace.ports.substitutes.of((person.slug,))
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
