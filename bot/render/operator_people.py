"""What the bot says to operators about people."""

from dataclasses import replace
from typing import assert_never

from tournee.bot.conversation import phone
from tournee.bot.conversation.circle import Consent
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
    PeopleCounted,
    PeopleReply,
    PersonEdited,
    PersonIsNew,
    PersonShown,
    RoleMissing,
    RoleRefused,
    ValueUnfit,
    WhichPerson,
)
from tournee.bot.render.operator_usage import how_to
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.catalog.model import Person, Role

LANGUAGES = {"fr": "Français", "en": "English", "es": "Español"}
"""Each in its own words, whoever reads it."""


def words(reply: PeopleReply, voice: Voice) -> Rendered:
    match reply:
        case PersonShown():
            return Rendered(text=_card(reply, voice))
        case WhichPerson():
            return _which(reply, voice)
        case PersonEdited():
            return _edited(reply, voice)
        case JoinAsked():
            return _join(reply, voice)
        case EraseAsked():
            return _erase(reply, voice)
        case DataShown():
            return Rendered(text=_data(reply, voice))
    return Rendered(text=_sentence(reply, voice))


# --- cards ---------------------------------------------------------------------------------------


def _card(reply: PersonShown, voice: Voice) -> str:
    person = reply.person
    numbers = ", ".join(str(n) for n in reply.orders)
    return joined(
        [
            f"👤 {person.name or '—'} · {role_text(person, voice)}",
            f"📍 {where(person, voice)}" if person.place or person.address else "",
            f"📞 {addresses(person, voice)}",
            f"🗒 {person.note}" if person.note else "",
            voice.text("Open orders: %(numbers)s", numbers=numbers) if numbers else "",
            voice.text("🤝 Orders for: %(names)s", names=listed(reply.helps, voice))
            if reply.helps
            else "",
            voice.text("🤝 Who may order for them: %(names)s", names=listed(reply.helped_by, voice))
            if reply.helped_by
            else "",
            voice.text("🤝 Not answered yet: %(names)s", names=listed(reply.asked, voice))
            if reply.asked
            else "",
            _consent(reply.consent, voice),
            voice.text("🛑 Wants no messages, or none arrive.") if reply.blocked else "",
            voice.text("⛔ Barred: the bot takes no orders from them.") if person.barred else "",
        ]
    )


def role_text(person: Person, voice: Voice) -> str:
    match person.role:
        case Role.RESIDENT:
            return voice.text("resident")
        case Role.OPERATOR:
            return voice.text("operator")
        case Role.DRIVER:
            return voice.text("driver")
        case Role.SHOPKEEPER:
            shop = voice.village.shop_by_slug.get(person.shop or "")
            return voice.text("shopkeeper, %(shop)s", shop=shop.name if shop else "—")


def where(person: Person, voice: Voice) -> str:
    place = voice.village.place_by_slug.get(person.place) if person.place else None
    return ", ".join(part for part in (person.address or "", place.name if place else "") if part)


def addresses(person: Person, voice: Voice) -> str:
    numbers = [phone.spoken(number) for number in (person.phone, person.whatsapp) if number]
    if person.telegram is not None:
        numbers.append("Telegram")
    return " · ".join(numbers) or voice.text("no number")


def _consent(consent: Consent | None, voice: Voice) -> str:
    if consent is None:
        return voice.text("📣 Announcements: not asked yet")
    day = voice.weekday(consent.at.astimezone(voice.zone).date())
    if consent.given:
        return voice.text("📣 Announcements: yes, since %(day)s", day=day)
    return voice.text("📣 Announcements: no, since %(day)s", day=day)


def _which(reply: WhichPerson, voice: Voice) -> Rendered:
    lines = [f"{n}. {told(person, voice)}" for n, person in enumerate(reply.people, 1)]
    more = ""
    if reply.more:
        more = voice.plural("… and %(count)s more", "… and %(count)s more", reply.more)
    text = joined([voice.text("Which one?"), *lines, more])
    rows = tuple(
        (Button(told(person, voice), f"choose:{n}"),) for n, person in enumerate(reply.people, 1)
    )
    return Rendered(text=text, buttons=rows)


def told(person: Person, voice: Voice) -> str:
    """A person in one line, told from others of the same name."""
    name = person.name or phone.spoken(person.phone or "") or person.slug
    around = where(person, voice)
    return f"{name}, {around}" if around else name


def _edited(reply: PersonEdited, voice: Voice) -> Rendered:
    lines = [
        voice.text(
            "%(field)s: %(before)s → %(after)s",
            field=field_name(key, voice),
            before=value_text(key, before, voice),
            after=value_text(key, after, voice),
        )
        for (key, before), (_, after) in zip(reply.before, reply.after, strict=True)
        if before != after
    ]
    undone = voice.text("↩️ Taken back.") if reply.undone else ""
    text = joined([f"✏️ {reply.name}", *lines, undone])
    if reply.undone:
        return Rendered(text=text)
    return Rendered(text=text, buttons=((Button(voice.text("Undo"), "undo"),),))


def field_name(key: str, voice: Voice) -> str:
    match key:
        case "name":
            return voice.text("Name")
        case "place":
            return voice.text("Place")
        case "address":
            return voice.text("Address")
        case "phone":
            return voice.text("Phone")
        case "whatsapp":
            return "WhatsApp"
        case "locale":
            return voice.text("Language")
        case "note":
            return voice.text("Note for the driver")
        case "role":
            return voice.text("Role")
        case "shop":
            return voice.text("Shop")
        case "barred":
            return voice.text("Barred")
    return voice.text("Announcements")


def value_text(key: str, value: str | None, voice: Voice) -> str:
    if value is None:
        return voice.text("no") if key == "barred" else "—"
    match key:
        case "place":
            place = voice.village.place_by_slug.get(value)
            return place.name if place else value
        case "shop":
            shop = voice.village.shop_by_slug.get(value)
            return shop.name if shop else value
        case "phone" | "whatsapp":
            return phone.spoken(value)
        case "locale":
            return LANGUAGES.get(value, value)
        case "barred":
            return voice.text("yes")
        case "role":
            return _role_name(Role(value), voice)
    return value


def _role_name(role: Role, voice: Voice) -> str:
    match role:
        case Role.RESIDENT:
            return voice.text("resident")
        case Role.OPERATOR:
            return voice.text("operator")
        case Role.DRIVER:
            return voice.text("driver")
        case Role.SHOPKEEPER:
            return voice.text("shopkeeper")


def _join(reply: JoinAsked, voice: Voice) -> Rendered:
    number = voice.plural("%(count)s open order", "%(count)s open orders", reply.orders)
    lines = [
        voice.text("Are these one and the same person?"),
        f"1. {_entry(reply.gone, voice)}",
        f"2. {_entry(reply.kept, voice)}",
    ]
    if reply.settled == "done":
        return Rendered(text=joined([*lines, voice.text("✅ Merged.")]))
    if reply.settled == "dropped":
        return Rendered(text=joined([*lines, voice.text("Nothing was changed.")]))
    lines.append(
        voice.text(
            "All of the first one (%(orders)s, basket, history, what is owed, numbers) goes to the"
            " second one. This cannot be taken back.",
            orders=number,
        )
    )
    apply = Button(voice.text("Merge"), "apply")
    cancel = Button(voice.text("Leave them"), "cancel")
    return Rendered(text=joined(lines), buttons=((apply, cancel),))


def _entry(person: Person, voice: Voice) -> str:
    numbers = addresses(person, voice)
    return numbers if not person.name else f"{told(person, voice)} · {numbers}"


def _erase(reply: EraseAsked, voice: Voice) -> Rendered:
    if reply.settled == "done":
        return Rendered(text=voice.text("🗑 Forgotten. The shops' books keep the orders, unnamed."))
    if reply.settled == "dropped":
        return Rendered(text=voice.text("%(name)s stays.", name=reply.name))
    text = voice.text(
        "Forget %(name)s? Name, numbers, address, messages are erased for good; the shops' books"
        " keep the orders, without the name.",
        name=reply.name,
    )
    erase = Button(voice.text("Forget for good"), "apply")
    cancel = Button(voice.text("Keep"), "cancel")
    return Rendered(text=text, buttons=((erase, cancel),))


def _data(reply: DataShown, voice: Voice) -> str:
    person = reply.person
    orders = ", ".join(str(n) for n in reply.orders)
    return joined(
        [
            voice.text("What is held about %(name)s:", name=person.name or person.slug),
            voice.text("Name: %(name)s", name=person.name or "-"),
            voice.text("Numbers and accounts: %(list)s", list=addresses(person, voice)),
            voice.text("Place: %(place)s", place=where(person, voice) or "-"),
            voice.text("Language: %(language)s", language=LANGUAGES.get(person.locale or "", "-")),
            voice.text("Note for the driver: %(note)s", note=person.note or "-"),
            voice.text("Open orders: %(numbers)s", numbers=orders or "-"),
            voice.text("🤝 Orders for: %(names)s", names=listed(reply.helps, voice) or "-"),
            voice.text(
                "🤝 Who may order for them: %(names)s", names=listed(reply.helped_by, voice) or "-"
            ),
            _consent(reply.consent, voice),
            voice.text(
                "All of it in a file, with past orders: tournee privacy show %(village)s"
                " %(person)s",
                village=voice.village.settings.slug,
                person=person.slug,
            ),
        ]
    )


# --- sentences -----------------------------------------------------------------------------------

Sentence = (
    PeopleCounted
    | NobodyFound
    | PersonIsNew
    | NothingToChange
    | ValueUnfit
    | JoinRefused
    | Joined
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
        case JoinRefused() | Joined() | EraseRefused():
            return _whole(reply, voice)
        case RoleMissing() | RoleRefused():
            return _role(reply, voice)
        case ValueUnfit():
            return _unfit(reply, voice)
        case AddressTaken(value=value, owner=owner):
            return voice.text(
                "%(value)s belongs to %(owner)s. If they are the same person: /merge.",
                value=phone.spoken(value),
                owner=owner,
            )
        case PersonIsNew(person=person):
            return joined(
                [
                    voice.text("✅ Added: %(person)s", person=told(person, voice)),
                    f"📞 {addresses(person, voice)}",
                ]
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
            lines = [f"{_role_name(role, voice)} : {count}" for role, count in counts]
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


def _whole(reply: JoinRefused | Joined | EraseRefused, voice: Voice) -> str:
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
        case Joined(gone=gone, kept=kept, orders=orders):
            number = voice.plural("%(count)s order", "%(count)s orders", orders)
            return voice.text(
                "✅ %(gone)s is now %(kept)s: %(orders)s went over.",
                gone=gone,
                kept=kept,
                orders=number,
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
        case "locale":
            known = [LANGUAGES.get(code, code) for code in voice.village.settings.locales]
            return voice.text("The village speaks %(languages)s.", languages=listed(known, voice))
        case "announcements":
            return voice.text("Announcements: yes or no?")
        case "name":
            return voice.text("A person needs a name.")
        case "":
            return voice.text(
                "I don't know what to change with “%(value)s”. Write: name, place, address, phone,"
                " language, note or announcements, then the value.",
                value=reply.value,
            )
    return voice.text("“%(value)s” does not fit: too long, or not plain text.", value=reply.value)
