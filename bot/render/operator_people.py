"""What the bot says to operators about people: a card, or a sentence."""

from dataclasses import replace
from typing import assert_never

from tournee.bot.attachments import DataFile
from tournee.bot.conversation import phone
from tournee.bot.conversation.operator.people_replies import (
    AddressTaken,
    ConsentWritten,
    DataShown,
    EraseAsked,
    EraseRefused,
    HelpLinkEnded,
    HowTo,
    InvitedBySms,
    JoinAsked,
    Joined,
    JoinRefused,
    NobodyFound,
    NothingToChange,
    OutOfDate,
    Parted,
    PeopleCounted,
    PeopleReply,
    PersonEdited,
    PersonIsNew,
    PersonShown,
    RoleMissing,
    RoleRefused,
    ValueUnfit,
    ValueWanted,
    WhichPerson,
)
from tournee.bot.render import operator_cards as cards
from tournee.bot.render.operator_cards import LANGUAGES, role_name
from tournee.bot.render.operator_usage import how_to
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.voice import Rendered, Voice


def words(reply: PeopleReply, voice: Voice) -> Rendered:
    match reply:
        case PersonShown():
            return Rendered(text=cards.card(reply, voice))
        case WhichPerson():
            return cards.which(reply, voice)
        case PersonEdited():
            return cards.edited(reply, voice)
        case PersonIsNew():
            return cards.added(reply, voice)
        case JoinAsked():
            return cards.join(reply, voice)
        case Joined():
            return cards.joined_people(reply, voice)
        case Parted():
            return cards.parted(reply, voice)
        case EraseAsked():
            return cards.erase(reply, voice)
        case DataShown():
            word = voice.text("data")
            name = f"{word}-{reply.person.slug}.txt"
            file = DataFile(person=reply.person.slug, locale=voice.locale, name=name)
            return Rendered(
                text=cards.data(reply, voice), attachment=file if voice.has_files else None
            )
    return Rendered(text=_sentence(reply, voice))


Sentence = (
    PeopleCounted
    | NobodyFound
    | NothingToChange
    | ValueUnfit
    | ValueWanted
    | JoinRefused
    | EraseRefused
    | RoleMissing
    | RoleRefused
    | OutOfDate
    | HowTo
    | ConsentWritten
    | InvitedBySms
    | HelpLinkEnded
    | AddressTaken
)


def _sentence(reply: Sentence, voice: Voice) -> str:
    match reply:
        case PeopleCounted() | NobodyFound() | HowTo() | OutOfDate():
            return _lookup(reply, voice)
        case JoinRefused() | EraseRefused():
            return _whole(reply, voice)
        case RoleMissing() | RoleRefused():
            return _role(reply, voice)
        case ValueUnfit():
            return _unfit(reply, voice)
        case ValueWanted(person=person, field=field):
            name = cards.field_name(field, voice)
            return voice.text(
                "The rest is missing. Write: /person %(name)s %(field)s …",
                name=person.name,
                field=name.lower(),
            )
        case AddressTaken(value=value, owner=owner):
            return voice.text(
                "%(value)s belongs to %(owner)s. If they are the same person: /merge.",
                value=phone.spoken(value),
                owner=owner,
            )
        case NothingToChange(name=name):
            return voice.text("Nothing changes for %(name)s.", name=name)
        case ConsentWritten(name=name, given=True):
            return voice.text("📣 Noted: %(name)s wants announcements.", name=name)
        case ConsentWritten(name=name):
            return voice.text("📣 Noted: %(name)s wants no announcements.", name=name)
        case InvitedBySms(name=name, phone=number):
            return voice.text(
                "📨 %(name)s gets a link by SMS, at %(phone)s. It works once, within seven days.",
                name=name,
                phone=phone.spoken(number),
            )
        case HelpLinkEnded(helper=helper, helped=helped):
            return voice.text(
                "🤝 %(helper)s no longer orders for %(helped)s. Both are told.",
                helper=helper,
                helped=helped,
            )
        case _:
            assert_never(reply)


def _lookup(reply: PeopleCounted | NobodyFound | HowTo | OutOfDate, voice: Voice) -> str:
    match reply:
        case PeopleCounted(counts=counts):
            lines = [f"{role_name(role, voice)} : {count}" for role, count in counts]
            hint = voice.text("To find someone: /person NAME, a place or a number.")
            return joined([voice.text("👥 The village's people:"), *lines, hint])
        case NobodyFound(addable=True):
            plain = _lookup(replace(reply, addable=False), voice)
            return joined([plain, how_to("add_person", voice)])
        case NobodyFound(text=text, near=()):
            return voice.text("I find nobody called “%(name)s”.", name=text)
        case NobodyFound(text=text, near=near):
            return voice.text(
                "I find nobody called “%(name)s”. Did you mean %(near)s?",
                name=text,
                near=listed(near, voice),
            )
        case HowTo(command=command):
            return how_to(command, voice)
        case OutOfDate():
            return voice.text("That card is out of date: nothing was changed.")


def _whole(reply: JoinRefused | EraseRefused, voice: Voice) -> str:
    match reply:
        case JoinRefused(why="same", names=names):
            return voice.text("Both are %(name)s: there is nothing to merge.", name=names[0])
        case JoinRefused(names=names):
            return voice.text(
                "%(one)s and %(other)s can't be merged: operators, drivers and shopkeepers keep an"
                " entry of their own. Take the role away first (/role).",
                one=names[0],
                other=names[1],
            )
        case EraseRefused(why="role", name=name):
            return voice.text(
                "%(name)s has a role in the village: take it away first (/role).", name=name
            )
        case EraseRefused(name=name, orders=orders) if orders:
            return voice.text(
                "Not yet: %(name)s still has open orders (%(numbers)s).",
                name=name,
                numbers=", ".join(map(str, orders)),
            )
        case EraseRefused(name=name):
            return voice.text("Not yet: %(name)s still owes a shop something.", name=name)


def _role(reply: RoleMissing | RoleRefused, voice: Voice) -> str:
    match reply:
        case RoleMissing(name=name, shops=()):
            return voice.text(
                "Which role? /role %(name)s driver, operator, resident, or shopkeeper with the"
                " shop's name.",
                name=name,
            )
        case RoleMissing(name=name, shops=shops):
            return voice.text(
                "In which shop is %(name)s? %(shops)s", name=name, shops=listed(shops, voice)
            )
        case RoleRefused(own=True):
            return voice.text(
                "That is your own role: nothing was changed. Another operator can take it from you."
            )
        case RoleRefused(name=name):
            return voice.text(
                "That does not work for %(name)s: somebody has to run the village.", name=name
            )


def _unfit(reply: ValueUnfit, voice: Voice) -> str:
    match reply.field:
        case "place":
            places = [place.name for place in voice.village.places]
            return voice.text(
                "I know no place “%(value)s”. There are: %(places)s.",
                value=reply.value,
                places=listed(places, voice),
            )
        case "phone" | "whatsapp" if not reply.value:
            return voice.text("There is no number to write to. Add it first: /person NAME phone …")
        case "phone" | "whatsapp":
            return voice.text(
                "“%(value)s” is no phone number. Write it as in 06 39 98 00 12.", value=reply.value
            )
        case "telegram":
            return voice.text("%(name)s is on Telegram already.", name=reply.value)
        case "locale":
            known = [LANGUAGES.get(code, code) for code in voice.village.settings.locales]
            return voice.text("The village speaks %(languages)s.", languages=listed(known, voice))
        case "door" if reply.expected == "far":
            return voice.text(
                "That place is too far from the village (%(km)s km): nothing was changed.",
                km=reply.value,
            )
        case "door":
            return voice.text(
                "“%(value)s” is no place on a map. Paste a map's link, or write it as in"
                " 46.8893, 3.4311.",
                value=reply.value,
            )
        case "hours":
            return voice.text(
                "“%(value)s” are no hours. Write them as in: after 17:00, or Tuesday 9:00-12:00.",
                value=reply.value,
            )
        case "announcements":
            return voice.text("Announcements: yes or no?")
        case "name":
            return voice.text("A person needs a name.")
        case "":
            return voice.text(
                "I don't know what to change with “%(value)s”. Write: name, place, address, phone,"
                " language, note, map, hours or announcements, then the value.",
                value=reply.value,
            )
    return voice.text("“%(value)s” does not fit: too long, or not plain text.", value=reply.value)
