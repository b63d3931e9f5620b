"""Who is behind an address: known people, newcomers, members of a shop's group."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from tournee.bot.channels.storage import Chats
from tournee.bot.messages import Inbound
from tournee.bot.storage import Senders
from tournee.catalog.edits import ADDRESSES
from tournee.catalog.errors import AddressTakenError
from tournee.catalog.model import Channel, Person, PersonSlug, Role, ShopSlug, VillageSlug
from tournee.catalog.storage import StoredCatalogue
from tournee.nlu.words.tokens import fold
from tournee.storage.errors import ContestedError

SLUG: Final = 40
"""Characters of a short name that we make up."""


class People:
    """The people of one village, inside one transaction."""

    def __init__(
        self, catalogue: StoredCatalogue, senders: Senders, chats: Chats, village: VillageSlug
    ) -> None:
        self._catalogue = catalogue
        self._senders = senders
        self._chats = chats
        self._village = village

    def find(self, channel: Channel, address: str) -> Person | None:
        """Who writes from an address."""
        person = self._senders.find(channel, address)
        if person is None and (slug := self._chats.person(channel, address)) is not None:
            person = self.known(slug)
        return person

    def known(self, slug: str) -> Person | None:
        return self._catalogue.person(self._village, PersonSlug(slug))

    def sender(self, message: Inbound) -> Person:
        """Who wrote; one that the village does not know is a new resident."""
        found = self.find(message.channel, message.sender)
        return found or self._add(newcomer(message))

    def member(self, message: Inbound, shop: ShopSlug) -> Person:
        """Who wrote in a shop's group; one that the village does not know works there."""
        found = self.find(message.channel, message.sender)
        if found is not None:
            hidden = message.room is not None and message.sender == message.room.chat
            unnamed = hidden or not found.name  # several may hide behind the group's name
            return replace(found, name=message.sender_name) if unnamed else found
        named = message.sender_name or message.sender
        return self._add(replace(newcomer(message), role=Role.SHOPKEEPER, name=named, shop=shop))

    def save(self, person: Person) -> None:
        self._catalogue.save_person(self._village, person)

    def everybody(self) -> tuple[Person, ...]:
        """All people as they are now."""
        return self._catalogue.people(self._village)

    def edit(self, person: Person, *, by: str, at: datetime) -> int | None:
        """Add or change somebody's entry, in the history of edits; returns the edit's number.

        None where nothing differs.

        Raises:
            AddressTakenError: a number or account is another's.
        """
        before = self._catalogue.hold(self._village)
        others = [p for p in before.people if p.slug != person.slug]
        known = len(others) < len(before.people)
        people = (
            tuple(person if p.slug == person.slug else p for p in before.people)
            if known
            else (*others, person)
        )
        if any(_shared(person, other) for other in others):
            raise AddressTakenError(person.slug)
        edit = self._catalogue.save(before, replace(before, people=people), by=by, at=at)
        return edit.number if edit is not None else None

    def free_slug(self, name: str) -> PersonSlug:
        """Return a short name for somebody new: their last name, with a figure if it is taken."""
        words = "".join(c if c.isalnum() and c.isascii() else " " for c in fold(name)).split()
        stem = (words[-1] if words else "personne")[:SLUG]
        taken = {p.slug for p in self.everybody()}
        if stem not in taken:
            return PersonSlug(stem)
        return next(
            PersonSlug(slug) for n in range(2, 100_000) if (slug := f"{stem}-{n}") not in taken
        )

    def add(self, phone: str, name: str = "") -> Person:
        """Make a resident of a number that somebody else has told us."""
        return self._add(Person(slug=PersonSlug(phone), role=Role.RESIDENT, name=name, phone=phone))

    def give_address(self, person: Person, channel: Channel, address: str) -> Person:
        """Let an account that nobody has be a person's own, or one more of theirs."""
        if channel is Channel.SMS and person.phone is None:
            person = replace(person, phone=address)
            self.save(person)
            return person
        return self.add_address(person, channel, address)

    def add_address(self, person: Person, channel: Channel, address: str) -> Person:
        """Let one more account be a person's: their own where they have none there."""
        if channel is Channel.TELEGRAM and person.telegram is None:
            person = replace(person, telegram=int(address))
            self.save(person)
        else:
            self._chats.add_address(channel, address, person.slug)
        return person

    def _add(self, person: Person) -> Person:
        try:
            self._catalogue.add_person(self._village, person)
        except AddressTakenError as error:  # their first two messages at the same moment
            raise ContestedError("a newcomer's address") from error
        return person


def _shared(one: Person, other: Person) -> bool:
    return any(
        (mine := address(one)) is not None and mine == address(other) for _, address in ADDRESSES
    )


def newcomer(message: Inbound) -> Person:
    """Make a resident of someone who writes for the first time, named by their address."""
    by_telegram = message.channel is Channel.TELEGRAM
    return Person(
        slug=PersonSlug(message.sender),
        role=Role.RESIDENT,
        name="",
        phone=None if by_telegram else message.sender,
        telegram=int(message.sender) if by_telegram else None,
    )


def first_address(person: Person) -> tuple[Channel, str]:
    """Where to write to a person who has not written yet. LookupError if there is nowhere."""
    if person.telegram is not None:
        return Channel.TELEGRAM, str(person.telegram)
    if person.phone is not None:
        return Channel.SMS, person.phone
    if person.whatsapp is not None:
        return Channel.WHATSAPP, person.whatsapp
    raise LookupError(person.slug)
