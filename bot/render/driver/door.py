"""One door: its card, what came of it, what else may happen there, the way to it."""

from typing import assert_never

from tournee.bot.conversation.driver.replies import (
    MoreShown,
    NeighbourAsked,
    Paid,
    PaymentRefused,
    StopShown,
    WayShown,
    WhichStop,
)
from tournee.bot.conversation.driver.state import Result
from tournee.bot.render.driver.money import asked, received
from tournee.bot.render.presence import at_home
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Button, Rendered, Voice

MAP = "https://www.openstreetmap.org/directions?to={lat:.5f}%2C{lon:.5f}"


def stop(reply: StopShown, voice: Voice) -> Rendered:
    title = voice.text("Stop %(place)s/%(count)s", place=reply.place, count=reply.of)
    if reply.result is not None:
        return _settled(reply, title, voice)
    who = ", ".join(part for part in (reply.name, reply.address) if part)
    bags = voice.plural(
        "%(count)s bag (%(shops)s)",
        "%(count)s bags (%(shops)s)",
        reply.bags,
        shops=", ".join(s.name for s in reply.shops),
    )
    numbers = ", ".join(str(n) for n in reply.numbers)
    marks = [
        voice.text("🔞 Check the age") if reply.age_check else "",
        voice.text("❄️ Keep cold") if reply.chilled else "",
        voice.text("🧊 Frozen") if reply.frozen else "",
        voice.text("📞 %(phone)s", phone=reply.phone) if reply.phone else "",
    ]
    text = joined(
        [
            f"{title} · {who}",
            f"🚪 {reply.note}" if reply.note else "",
            _presence(reply, voice),
            f"{numbers} · {bags}",
            voice.text("To collect: %(money)s", money=asked(reply.due, voice)),
            " · ".join(mark for mark in marks if mark),
        ]
    )
    return Rendered(text=text, buttons=_stop_buttons(voice))


def _presence(reply: StopShown, voice: Voice) -> str:
    if reply.never_home:
        return voice.text("🕐 Usually not at home on this day")
    if not reply.home:
        return ""
    return voice.text("🕐 At home %(when)s", when=at_home(reply.home, voice))


def _stop_buttons(voice: Voice) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(voice.text("✅ Delivered, paid"), "delivered"),),
        (Button(voice.text("📒 Delivered, on account"), "on_tab"),),
        (
            Button(voice.text("Not at home"), "absent"),
            Button(voice.text("Refused"), "refused_at_door"),
        ),
        (Button(voice.text("🗺 Directions"), "route"), Button(voice.text("⏱ I am late"), "late")),
        (Button(voice.text("Something else…"), "more"),),
    )


def _settled(reply: StopShown, title: str, voice: Voice) -> Rendered:
    result = reply.result or "delivered"
    done = f"{title} · {reply.name} · {_came(result, reply.paid, voice)}"
    if result != "absent":
        return Rendered(text=done)
    points = [
        (Button(voice.text("🏠 Left at: %(place)s", place=name), f"pickup:{n}"),)
        for n, name in enumerate(reply.pickup_points, 1)
    ]
    return Rendered(
        text=joined([done, voice.text("The bag goes back to the shop, unless somebody keeps it.")]),
        buttons=((Button(voice.text("👋 Left with a neighbour"), "neighbour"),), *points),
    )


def _came(result: Result, paid: Paid | None, voice: Voice) -> str:
    money = received(paid, voice) if paid else ""
    rest = voice.money(paid.on_tab) if paid else ""
    match result:
        case "delivered":
            return _paid(paid, money, voice)
        case "on_tab":
            return voice.text("📒 delivered, %(money)s on account", money=rest)
        case "part_paid":
            return voice.text(
                "✅ delivered, paid %(money)s, %(rest)s on account", money=money, rest=rest
            )
        case "partly":
            back = ", ".join(paid.back) if paid else ""
            return voice.text(
                "✅ delivered, paid %(money)s · ↩️ goes back: %(shops)s", money=money, shops=back
            )
        case "absent":
            return voice.text("🚪 not at home")
        case "refused_at_door":
            return voice.text("↩️ refused at the door")
        case "left":
            return voice.text("👋 left for them, %(money)s on account", money=rest)
        case _:
            assert_never(result)


def _paid(paid: Paid | None, money: str, voice: Voice) -> str:
    """Say what was paid; what was too much is a credit."""
    if paid is not None and paid.on_tab.minor < 0:
        return voice.text(
            "✅ delivered, paid %(money)s, of which %(more)s for the account",
            money=money,
            more=voice.money(-paid.on_tab),
        )
    return voice.text("✅ delivered, paid %(money)s", money=money)


def which(reply: WhichStop, voice: Voice) -> Rendered:
    doors = [
        voice.text("stop %(place)s, %(name)s", place=place, name=name)
        for place, name in reply.doors
    ]
    if len(doors) == 1:
        text = voice.text("Is this for %(door)s? Nothing is noted yet.", door=doors[0])
    else:
        text = voice.text("For whom is this? Nothing is noted yet.")
    rows = [
        (Button(door[:1].upper() + door[1:], f"choose:{n}"),) for n, door in enumerate(doors, 1)
    ]
    if voice.has_buttons:
        return Rendered(text=text, buttons=tuple(rows))
    return Rendered(text=joined([text, *(f"{n} {door}" for n, door in enumerate(doors, 1))]))


def more(reply: MoreShown, voice: Voice) -> Rendered:
    text = joined(
        [
            voice.text("%(name)s: what happened?", name=reply.name),
            voice.text(
                "You can also write: “received 20 €”, “cheque 12.30”,"
                " “delivered without %(shop)s”, “left with Mrs Martin”.",
                shop=reply.shops[0].name if reply.shops else "",
            ),
        ]
    )
    without = [
        (Button(voice.text("Refused: %(shop)s", shop=s.name), f"without:{s.slug}"),)
        for s in reply.shops
        if len(reply.shops) > 1
    ]
    rows = (
        (Button(voice.text("Paid by cheque"), "cheque"),),
        *without,
        (Button(voice.text("I come back later"), "next"),),
        (Button(voice.text("I am worried about them"), "worried"),),
        (Button(voice.text("Back"), "back"),),
    )
    return Rendered(text=text, buttons=rows)


def neighbour(reply: NeighbourAsked, voice: Voice) -> str:
    if reply.paid:
        return voice.text(
            "Who keeps the bag of %(name)s? The name first, please. If you handed it over after "
            "all, write for instance: delivered 10 €",
            name=reply.name,
        )
    return voice.text("Who keeps the bag of %(name)s? Write the name.", name=reply.name)


def refused_payment(reply: PaymentRefused, voice: Voice) -> str:
    """Say why a payment can't be booked, and what to do instead; nothing was changed."""
    shop = reply.shop.name if reply.shop else ""
    limit = voice.money(reply.limit) if reply.limit is not None else ""
    match reply.code:
        case "payment_too_small" if limit:
            return voice.text(
                "%(shop)s can't put the rest on account: at least %(money)s is to be paid."
                " Nothing is noted yet.",
                shop=shop,
                money=limit,
            )
        case "payment_too_small":
            return voice.text(
                "%(shop)s can't put that on account. Nothing is noted yet.", shop=shop
            )
        case "payment_too_large":
            return voice.text(
                "That is far more than is due (%(money)s). Nothing is noted yet: write the"
                " amount again.",
                money=limit,
            )
    return voice.text(
        "A cheque is for one shop. Write for instance: “cheque 12.30 bakery and the rest in"
        " cash”. Nothing is noted yet."
    )


def way(reply: WayShown, voice: Voice) -> str:
    who = ", ".join(part for part in (reply.name, reply.address) if part)
    if reply.lat is None or reply.lon is None:
        return voice.text("📍 %(who)s: this place is not on the map.", who=who)
    return f"📍 {who}\n{MAP.format(lat=reply.lat, lon=reply.lon)}"
