"""The card of a round, the list of its stops, its picture, and the money at its end."""

from dataclasses import replace
from decimal import Decimal

from tournee.bot.conversation.driver.replies import (
    Pickup,
    RoundOver,
    RoundShown,
    RouteDrawn,
    ShopMoney,
    StopLine,
    StopsListed,
)
from tournee.bot.render.driver.money import asked
from tournee.bot.render.presence import at_home
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Button, Rendered, Voice


def round_card(reply: RoundShown, voice: Voice) -> Rendered:
    title = _title(reply, voice)
    if reply.departed:
        return Rendered(text=joined([title, voice.text("Under way.")]))
    collect = voice.text("To collect first:") if reply.pickups else ""
    text = joined(
        [
            title,
            _with_whom(reply, voice),
            collect,
            *(_pickup(p, voice) for p in reply.pickups),
            _off_map(reply, voice),
            _unmet(reply, voice),
            _later(reply, voice),
        ]
    )
    return Rendered(text=text, buttons=_round_buttons(reply, voice))


def _title(reply: RoundShown, voice: Voice) -> str:
    heading = voice.text("🚚 %(round)s, %(day)s", round=reply.name, day=voice.weekday(reply.date))
    stops = voice.plural("%(count)s stop", "%(count)s stops", reply.stops)
    leaves = ""
    if reply.departs is not None:
        leaves = voice.text("departure %(hour)s", hour=voice.hour(reply.departs))
    ends = ""
    if reply.ends is not None and not reply.departed:
        ends = voice.text("back about %(hour)s", hour=voice.hour(reply.ends))
    return " · ".join(p for p in (heading, stops, _length(reply, voice), leaves, ends) if p)


def _length(reply: RoundShown, voice: Voice) -> str:
    if not reply.metres:
        return ""
    km = voice.number(Decimal(max(1, round(reply.metres / 1000))))
    return voice.text("%(km)s km", km=km)


def _with_whom(reply: RoundShown, voice: Voice) -> str:
    if not reply.shared_with:
        return ""
    return voice.text("Shared with %(names)s.", names=", ".join(reply.shared_with))


def _off_map(reply: RoundShown, voice: Voice) -> str:
    if not reply.off_map:
        return ""
    return voice.text(
        "📍 Not on the map: %(names)s. Say where to put them: “%(name)s last”.",
        names=", ".join(reply.off_map),
        name=reply.off_map[0],
    )


def _unmet(reply: RoundShown, voice: Voice) -> str:
    if not reply.unmet:
        return ""
    names = (f"{name} ({at_home(spans, voice)})" if spans else name for name, spans in reply.unmet)
    return voice.text("🕐 Not at home when you come: %(names)s.", names=", ".join(names))


def _later(reply: RoundShown, voice: Voice) -> str:
    if not reply.later:
        return ""
    return voice.text(
        "📦 Too much for one trip: come back to load for %(names)s.", names=", ".join(reply.later)
    )


def _round_buttons(reply: RoundShown, voice: Voice) -> tuple[tuple[Button, ...], ...]:
    ticks = [(_tick(p, voice),) for p in reply.pickups if not p.collected]
    looks = (Button(voice.text("See the list"), "list"), Button(voice.text("I am off"), "depart"))
    more = [Button(voice.text("🗺 See the route"), "picture")]
    if reply.can_share:
        more.append(Button(voice.text("👥 Share it"), "share"))
    return (*ticks, looks, tuple(more))


def _pickup(pickup: Pickup, voice: Voice) -> str:
    bags = voice.plural("%(count)s bag", "%(count)s bags", pickup.bags)
    mark = "☑️" if pickup.collected else "▫️"
    line = f"{mark} {pickup.shop.name} : {bags}"
    if pickup.ready and not pickup.collected:
        line = voice.plural(
            "%(line)s, %(count)s ready",
            "%(line)s, %(count)s of them ready",
            pickup.ready,
            line=line,
        )
    if not pickup.unanswered:
        return line
    numbers = ", ".join(str(n) for n in pickup.unanswered)
    return voice.text("%(line)s (no answer yet: %(numbers)s)", line=line, numbers=numbers)


def _tick(pickup: Pickup, voice: Voice) -> Button:
    label = voice.text("✅ Collected: %(shop)s", shop=pickup.shop.name)
    return Button(label, f"collected:{pickup.shop.slug}")


# --- the stops -----------------------------------------------------------------------------------


def listed(reply: StopsListed, voice: Voice) -> str:
    if not reply.stops:
        return voice.text("No stop on this round.")
    heading = voice.text("Stops of %(day)s:", day=voice.weekday(reply.date))
    if reply.changed:
        heading = voice.text("New order for %(day)s:", day=voice.weekday(reply.date))
    late = ""
    if reply.late:
        names = ", ".join(reply.late)
        late = voice.text("⚠️ They expect you earlier: %(names)s.", names=names)
    return joined([heading, *(_line(stop, voice) for stop in reply.stops), late])


def _line(stop: StopLine, voice: Voice) -> str:
    who = ", ".join(part for part in (stop.name, stop.address) if part)
    if stop.done:
        return f"☑️ {stop.place}. {who}"
    bags = voice.plural("%(count)s bag", "%(count)s bags", stop.bags)
    when = voice.text("about %(hour)s", hour=voice.hour(stop.expected)) if stop.expected else ""
    parts = (f"{stop.place}. {who}", bags, asked(stop.due, voice), when)
    return " · ".join(part for part in parts if part)


def drawn(reply: RouteDrawn, voice: Voice) -> Rendered:
    """Return the picture's own words; a channel without pictures has the list for them."""
    left = [(n, d.name) for n, d in enumerate(reply.sketch.doors, 1) if not d.done]
    text = voice.plural(
        "🗺 %(day)s: %(count)s stop",
        "🗺 %(day)s: %(count)s stops",
        len(left),
        day=voice.weekday(reply.date),
    )
    if not voice.has_files:
        names = " → ".join(f"{place} {name}" for place, name in left)
        return Rendered(text=joined([text, names]))
    return replace(Rendered(text=text), attachment=reply.sketch)


# --- the end -------------------------------------------------------------------------------------


def over(reply: RoundOver, voice: Voice) -> str:
    heading = voice.text("🏁 The round of %(day)s is done.", day=voice.weekday(reply.date))
    cash = [_envelope(c, voice) for c in reply.cash]
    owed = [
        voice.text(
            "%(name)s: %(money)s at %(shop)s",
            name=o.name,
            money=voice.money(o.amount),
            shop=o.shop.name,
        )
        for o in reply.owed
    ]
    returned = [f"{r.number} · {r.name} → {r.shop.name}" for r in reply.returned]
    return joined(
        [
            heading,
            voice.text("💶 Envelopes:") if cash else voice.text("No money to hand over."),
            *cash,
            voice.text("📒 On account:") if owed else "",
            *owed,
            voice.text("↩️ Bags to bring back:") if returned else "",
            *returned,
        ]
    )


def _envelope(money: ShopMoney, voice: Voice) -> str:
    shop = money.shop.name
    if not money.cheques:
        return voice.text("%(shop)s: %(money)s", shop=shop, money=voice.money(money.cash))
    if not money.cash:
        return voice.text(
            "%(shop)s: %(cheques)s in cheques", shop=shop, cheques=voice.money(money.cheques)
        )
    return voice.text(
        "%(shop)s: %(money)s in cash, %(cheques)s in cheques",
        shop=shop,
        money=voice.money(money.cash),
        cheques=voice.money(money.cheques),
    )
