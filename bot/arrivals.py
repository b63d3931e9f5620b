"""Whose conversation a message belongs to, who speaks in it, and what it hears.

In a group that is a shop's, being a member is what gives the right to act for it. Everywhere else
it is the role that the village knows the sender in.
"""

from dataclasses import dataclass, replace
from typing import Final

from tournee.bot import taps
from tournee.bot.conversation.events import (
    Dropped,
    Event,
    Located,
    OptedOut,
    Pressed,
    Said,
    Unreadable,
)
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.conversation.resident.people import is_stop
from tournee.bot.exchange import Exchange
from tournee.bot.messages import Inbound, Leafed, Receipt, Started, Tapped
from tournee.bot.render import menus, notices
from tournee.bot.render.voice import Voice
from tournee.bot.storage import Wording
from tournee.bot.workspace import Workspace
from tournee.catalog.model import Channel, Person, Role, ShopSlug
from tournee.orders.model import Actor

HANDLED: Final = Receipt(handled=True)
NOTHING: Final = Receipt(handled=False)
MOST_LATELY: Final = 20
"""Messages of one person in a minute or so: more is a flood."""
OPENED: Final = "/start"
"""What Telegram writes for whoever opens the bot's chat; a resident's START is heard as a word."""
HELP: Final = "/help"
PRIVATE: Final = frozenset({PartyKind.RESIDENT, PartyKind.DRIVER})
"""Parties of one person; a group of people may well write a lot."""

Spoken = Said | Pressed | Unreadable | Dropped | Located | OptedOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Whose a message is, and where the answer goes."""

    party: Party
    person: Person
    address: str
    """Where the party is answered."""


def arrive(workspace: Workspace, message: Inbound) -> Arrival | None:
    """Find whose a message is; None where its sender has no say in that chat."""
    if message.room is None:
        known = workspace.conversations.lock_of(message.channel, message.sender)
        person = workspace.people.sender(message)
        party = party_of(message.chat, person)
        if party is None:
            return None
        address = message.chat or message.sender
        if (
            not known
            and party.kind is PartyKind.RESIDENT
            and workspace.senders.has_read(party.slug)
        ):
            workspace.conversations.begin(party, message.channel, address)
        return Arrival(party=party, person=person, address=address)
    party = workspace.chats.party(message.channel, message.room)
    if party is None:
        return None
    if party.kind is PartyKind.SHOP:
        person = workspace.people.member(message, ShopSlug(party.slug))
    else:
        found = workspace.people.find(message.channel, message.sender)
        if found is None or found.role is not Role.OPERATOR:
            return None
        person = found
    return Arrival(party=party, person=person, address=party.key)


def turn_away(workspace: Workspace, message: Inbound) -> str:
    """What to tell whoever has no say in a group, where they meant us; nothing to mere talk."""
    content, room = message.content, message.room
    said = isinstance(content, Said) and (content.text.startswith("/") or message.reply_to)
    if not (said or isinstance(content, Tapped | Started | Pressed)):
        return ""
    village = workspace.village
    voice = Voice(locale=village.settings.locales[0], channel=message.channel, village=village)
    if room is None:
        shop = village.shop_by_slug.get((message.chat or "").removeprefix("shop:"))
        return notices.not_of_shop(shop.name, voice) if shop else notices.not_an_operator(voice)
    if isinstance(content, Started):
        return notices.code_useless(voice)
    if workspace.chats.party(message.channel, room) is None:
        return notices.group_not_linked(voice)
    if message.sender == room.chat:
        return notices.hidden_admin(voice)
    return notices.not_an_operator(voice)


def hear(workspace: Workspace, message: Inbound, arrival: Arrival, wording: Wording) -> Receipt:
    """Let the conversation hear the message."""
    party, person, now = arrival.party, arrival.person, message.at
    exchange = Exchange(workspace, party, actor_of(person, party), person, now)
    exchange.reach_by(message.channel, arrival.address)
    exchange.guess_language(message.language)
    lately = workspace.conversations.hear(party, now)
    content = message.content
    if isinstance(content, Said) and _is_operators(content.text, party):
        voice = workspace.voice(party, person, message.channel)
        private = party.kind in PRIVATE
        only = notices.operators_only if private else notices.operators_only_here
        exchange.notify(only(voice))
        return HANDLED
    if isinstance(content, Tapped | Leafed):
        tap = taps.resolve(workspace.chats, party, message.channel, content)
        event: Event | None = tap.pressed
        notice = _tapped(workspace, exchange, arrival, message, tap)
    else:
        event, notice = _spoken(workspace, exchange, message, party, wording), ""
    event = _unless_flood(event, message, party, lately)
    if event is not None:
        exchange.hear(event)
    return Receipt(handled=event is not None, notice=notice)


def _is_operators(text: str, party: Party) -> bool:
    """Whether somebody else tries an operator's command."""
    if not text.startswith("/") or party.kind is PartyKind.OPERATORS:
        return False
    from tournee.bot.conversation.operator import commands  # noqa: PLC0415 - few write a slash

    return commands.is_operators(text, in_shop=party.kind is PartyKind.SHOP)


def _tapped(
    workspace: Workspace, exchange: Exchange, arrival: Arrival, message: Inbound, tap: taps.Tap
) -> str:
    """Show a card again that has changed; returns what to tell whoever tapped."""
    if tap.again is not None:
        exchange.show(tap.again)
    if tap.pressed is not None or isinstance(message.content, Leafed):
        return ""
    voice = workspace.voice(arrival.party, arrival.person, message.channel)
    return notices.foreign(voice) if tap.foreign else notices.stale(voice)


def _spoken(
    workspace: Workspace, exchange: Exchange, message: Inbound, party: Party, wording: Wording
) -> Spoken | None:
    content = message.content
    if not isinstance(content, Spoken):
        return None
    if isinstance(content, Dropped) and party.kind in PRIVATE:
        caption = content.caption
        content = Said(text=caption) if caption.strip() else Unreadable(what="other")
    if not isinstance(content, Said):
        return content
    if content.text == OPENED and party.kind is not PartyKind.RESIDENT:
        content = replace(content, text=HELP)
    if party.kind is PartyKind.RESIDENT:
        content = replace(content, text=_without_slash(content.text, workspace, message.channel))
    if message.reply_to is not None:
        shown = workspace.chats.by_channel_id(party, message.channel, message.reply_to)
        if shown is not None:
            content = replace(content, about=shown.draft.order, card=shown.draft.card)
    if content.card is None and message.room is not None:
        thread = workspace.chats.thread(message.channel, message.room)
        content = replace(content, card=thread)
    if message.corrects is None:
        if party.kind is PartyKind.RESIDENT and message.channel.has_edits:
            exchange.remember(message.message_id)
        return content
    if wording is Wording.FIRST:
        return content
    return replace(content, correction=not exchange.take_back(message.corrects))


def _without_slash(text: str, workspace: Workspace, channel: Channel) -> str:
    """A resident's command is what its menu says, or the words themselves."""
    if not text.startswith("/"):
        return text
    village = workspace.village
    locales = village.settings.locales
    voices = (Voice(locale=locale, channel=channel, village=village) for locale in locales)
    return menus.meant(text, voices)


def _unless_flood(event: Event | None, message: Inbound, party: Party, lately: int) -> Event | None:
    """To a flood: one polite sentence, then silence until it has run off. STOP is always heard."""
    if lately <= MOST_LATELY or party.kind not in PRIVATE or isinstance(event, OptedOut):
        return event
    if isinstance(event, Said) and is_stop(event.text, message.channel):
        return event
    return Unreadable(what="flood") if lately == MOST_LATELY + 1 else None


def party_of(chat: str | None, person: Person) -> Party | None:
    """Whose conversation a chat is; None where this person has no say in it."""
    match (chat or "").split(":", 1):
        case ["shop", slug]:
            belongs = person.role is Role.OPERATOR or person.shop == slug
            return Party(kind=PartyKind.SHOP, slug=slug) if belongs else None
        case ["operators"]:
            return Party(kind=PartyKind.OPERATORS) if person.role is Role.OPERATOR else None
    match person.role:
        case Role.OPERATOR:
            return Party(kind=PartyKind.OPERATORS)
        case Role.DRIVER:
            return Party(kind=PartyKind.DRIVER, slug=person.slug)
        case Role.RESIDENT | Role.SHOPKEEPER:
            return Party(kind=PartyKind.RESIDENT, slug=person.slug)


def actor_of(person: Person, party: Party) -> Actor:
    """A person acts in the role of the chat: a baker who buys cheese is a resident there."""
    if party.kind is PartyKind.SHOP:
        return Actor(
            role=Role.SHOPKEEPER, person=person.slug, name=person.name, shop=ShopSlug(party.slug)
        )
    if party.kind is PartyKind.RESIDENT:
        return Actor(role=Role.RESIDENT, person=person.slug, name=person.name)
    return Actor(role=person.role, person=person.slug, name=person.name)
