"""The cards of people in the operators' chat: who somebody is, what a change does to them."""

from tournee.bot.conversation import phone
from tournee.bot.conversation.circle import Consent
from tournee.bot.conversation.operator.people_replies import (
    DataShown,
    EraseAsked,
    JoinAsked,
    Joined,
    Parted,
    PersonEdited,
    PersonIsNew,
    PersonShown,
    WhichPerson,
)
from tournee.bot.render.hours import usual
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.catalog.model import Person, Role

LANGUAGES = {"fr": "Français", "en": "English", "es": "Español"}
"""Each in its own words, whoever reads it."""


def card(reply: PersonShown, voice: Voice) -> str:
    person = reply.person
    numbers = ", ".join(str(n) for n in reply.orders)
    return joined(
        [
            f"👤 {person.name or '—'} · {role_text(person, voice)}",
            f"📍 {where(person, voice)}" if person.place or person.address else "",
            f"📞 {addresses(person, voice)}",
            f"🗺 {person.door}" if person.door else "",
            f"🕐 {usual(person.hours, voice)}" if person.hours else "",
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
            consent(reply.consent, voice),
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


def consent(said: Consent | None, voice: Voice) -> str:
    if said is None:
        return voice.text("📣 Announcements: not asked yet")
    day = voice.weekday(said.at.astimezone(voice.zone).date())
    if said.given:
        return voice.text("📣 Announcements: yes, since %(day)s", day=day)
    return voice.text("📣 Announcements: no, since %(day)s", day=day)


def which(reply: WhichPerson, voice: Voice) -> Rendered:
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


def edited(reply: PersonEdited, voice: Voice) -> Rendered:
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
    text = joined([f"✏️ {reply.name}", *lines])
    return Rendered(text=text, buttons=((Button(voice.text("↩️ Undo"), "undo"),),))


def added(reply: PersonIsNew, voice: Voice) -> Rendered:
    person = reply.person
    lines = [
        voice.text("✅ Added: %(person)s", person=told(person, voice)),
        f"📞 {addresses(person, voice)}",
    ]
    return Rendered(text=joined(lines), buttons=((Button(voice.text("↩️ Undo"), "undo"),),))


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
        case "telegram":
            return "Telegram"
        case "locale":
            return voice.text("Language")
        case "note":
            return voice.text("Note for the driver")
        case "door":
            return voice.text("On the map")
        case "hours":
            return voice.text("At home")
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
        case "hours":
            return usual(value, voice)
        case "barred":
            return voice.text("yes")
        case "role":
            return role_name(Role(value), voice)
    return value


def role_name(role: Role, voice: Voice) -> str:
    match role:
        case Role.RESIDENT:
            return voice.text("resident")
        case Role.OPERATOR:
            return voice.text("operator")
        case Role.DRIVER:
            return voice.text("driver")
        case Role.SHOPKEEPER:
            return voice.text("shopkeeper")


def join(reply: JoinAsked, voice: Voice) -> Rendered:
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
            " second one. For a day it can be undone, unless they order in between.",
            orders=number,
        )
    )
    apply = Button(voice.text("Merge"), "apply")
    cancel = Button(voice.text("Leave them"), "cancel")
    return Rendered(text=joined(lines), buttons=((apply, cancel),))


def joined_people(reply: Joined, voice: Voice) -> Rendered:
    number = voice.plural("%(count)s order", "%(count)s orders", reply.orders)
    text = voice.text(
        "✅ %(gone)s is now %(kept)s: %(orders)s went over.",
        gone=reply.gone,
        kept=reply.kept,
        orders=number,
    )
    return Rendered(text=text, buttons=((Button(voice.text("↩️ Undo"), "undo"),),))


def parted(reply: Parted, voice: Voice) -> Rendered:
    """A merge that was taken back, on its card or as a message of its own."""
    if reply.settles:
        gone = reply.gone.name or addresses(reply.gone, voice)
        told = voice.text("🔗 %(gone)s merged into %(kept)s", gone=gone, kept=reply.kept.name)
        return Rendered(text=joined([told, voice.text("↩️ Undone by %(name)s.", name=reply.by)]))
    lines = [
        voice.text("↩️ They are two people again, each with what was theirs:"),
        f"1. {_entry(reply.gone, voice)}",
        f"2. {_entry(reply.kept, voice)}",
    ]
    return Rendered(text=joined(lines))


def _entry(person: Person, voice: Voice) -> str:
    numbers = addresses(person, voice)
    return numbers if not person.name else f"{told(person, voice)} · {numbers}"


def erase(reply: EraseAsked, voice: Voice) -> Rendered:
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


def data(reply: DataShown, voice: Voice) -> str:
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
            consent(reply.consent, voice),
            voice.text("The file says all of it, with past orders: it may be passed on to them.")
            if voice.has_files
            else "",
        ]
    )
