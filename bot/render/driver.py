"""What the bot says to a driver: short, to be read at a glance."""

from dataclasses import replace
from typing import assert_never

from tournee.bot.channels.gsm7 import plain
from tournee.bot.conversation.driver.replies import (
    AlreadyDone,
    AlreadyGone,
    DriverReply,
    HelpGiven,
    LateTold,
    NoRound,
    NotDeparted,
    Pickup,
    Refused,
    RoundGone,
    RoundOver,
    RoundShown,
    StopLine,
    StopShown,
    StopsListed,
    UnknownStop,
    WayShown,
)
from tournee.bot.conversation.driver.state import Result
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.typography import typeset
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.orders.model import Price

MAP = "https://www.openstreetmap.org/directions?to={lat:.5f}%2C{lon:.5f}"


def render(reply: DriverReply, voice: Voice) -> Rendered:
    rendered = _words(reply, voice)
    if voice.has_buttons:
        return replace(rendered, text=typeset(rendered.text, voice))
    return Rendered(text=plain(joined([rendered.text, _how_to_answer(reply, voice)])))


def _how_to_answer(reply: DriverReply, voice: Voice) -> str:
    """Return the words that stand for the buttons."""
    match reply:
        case RoundShown(departed=False):
            return voice.text("Write: list, or I am off.")
        case StopShown(result=None):
            return voice.text("Write: delivered, on account, absent or refused.")
    return ""


def _words(reply: DriverReply, voice: Voice) -> Rendered:
    match reply:
        case RoundShown():
            return _round(reply, voice)
        case StopShown():
            return _stop(reply, voice)
        case StopsListed():
            return Rendered(text=_list(reply, voice))
        case RoundOver():
            return Rendered(text=_over(reply, voice))
        case WayShown():
            return Rendered(text=_way(reply, voice))
        case _:
            return Rendered(text=_note(reply, voice))


# --- before the round ----------------------------------------------------------------------------


def _round(reply: RoundShown, voice: Voice) -> Rendered:
    stops = voice.plural("%(count)s stop", "%(count)s stops", reply.stops)
    heading = voice.text("🚚 %(round)s, %(day)s", round=reply.name, day=voice.weekday(reply.date))
    leaves = ""
    if reply.departs is not None:
        leaves = voice.text("departure %(hour)s", hour=voice.hour(reply.departs))
    title = " · ".join(part for part in (heading, stops, leaves) if part)
    if reply.departed:
        return Rendered(text=joined([title, voice.text("Under way.")]))
    collect = voice.text("To collect first:") if reply.pickups else ""
    text = joined([title, collect, *(_pickup(p, voice) for p in reply.pickups)])
    ticks = [(_tick(p, voice),) for p in reply.pickups if not p.collected]
    last = (Button(voice.text("See the list"), "list"), Button(voice.text("I am off"), "depart"))
    return Rendered(text=text, buttons=(*ticks, last))


def _pickup(pickup: Pickup, voice: Voice) -> str:
    bags = voice.plural("%(count)s bag", "%(count)s bags", pickup.bags)
    mark = "☑️" if pickup.collected else "▫️"
    line = f"{mark} {pickup.shop.name} : {bags}"
    if not pickup.unanswered:
        return line
    numbers = ", ".join(str(n) for n in pickup.unanswered)
    return voice.text("%(line)s (no answer yet: %(numbers)s)", line=line, numbers=numbers)


def _tick(pickup: Pickup, voice: Voice) -> Button:
    label = voice.text("✅ Collected: %(shop)s", shop=pickup.shop.name)
    return Button(label, f"collected:{pickup.shop.slug}")


def _list(reply: StopsListed, voice: Voice) -> str:
    heading = voice.text("Stops of %(day)s:", day=voice.weekday(reply.date))
    return joined([heading, *(_line(stop, voice) for stop in reply.stops)])


def _line(stop: StopLine, voice: Voice) -> str:
    who = ", ".join(part for part in (stop.name, stop.address) if part)
    if stop.done:
        return f"☑️ {stop.place}. {who}"
    bags = voice.plural("%(count)s bag", "%(count)s bags", stop.bags)
    when = voice.text("about %(hour)s", hour=voice.hour(stop.expected)) if stop.expected else ""
    parts = (f"{stop.place}. {who}", bags, _money(stop.due, voice), when)
    return " · ".join(part for part in parts if part)


# --- one door ------------------------------------------------------------------------------------


def _stop(reply: StopShown, voice: Voice) -> Rendered:
    title = voice.text("Stop %(place)s/%(count)s", place=reply.place, count=reply.of)
    who = ", ".join(part for part in (reply.name, reply.address) if part)
    if reply.result is not None:
        done = result_text(reply.result, _money(reply.due, voice), voice)
        return Rendered(text=f"{title} · {reply.name} · {done}")
    bags = voice.plural(
        "%(count)s bag (%(shops)s)",
        "%(count)s bags (%(shops)s)",
        len(reply.shops),
        shops=", ".join(s.name for s in reply.shops),
    )
    numbers = ", ".join(str(n) for n in reply.numbers)
    marks = [
        voice.text("🔞 Check the age") if reply.age_check else "",
        voice.text("❄️ Keep cold") if reply.chilled else "",
        voice.text("📞 %(phone)s", phone=reply.phone) if reply.phone else "",
    ]
    text = joined(
        [
            f"{title} · {who}",
            f"{numbers} · {bags}",
            voice.text("To collect: %(money)s", money=_money(reply.due, voice)),
            " · ".join(mark for mark in marks if mark),
        ]
    )
    return Rendered(text=text, buttons=_stop_buttons(voice))


def _stop_buttons(voice: Voice) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(voice.text("✅ Delivered, paid"), "delivered"),),
        (Button(voice.text("📒 Delivered, on account"), "on_tab"),),
        (
            Button(voice.text("Not at home"), "absent"),
            Button(voice.text("Refused"), "refused_at_door"),
        ),
        (Button(voice.text("🗺 Directions"), "route"), Button(voice.text("⏱ I am late"), "late")),
    )


def _money(due: Price, voice: Voice) -> str:
    """What to collect; where a weight is missing the most that may be asked."""
    if due.weighed:
        return voice.text("%(money)s at most", money=voice.money(due.ceiling))
    return voice.money(due.total)


def result_text(result: Result, money: str, voice: Voice) -> str:
    match result:
        case "delivered":
            return voice.text("✅ delivered, paid %(money)s", money=money)
        case "on_tab":
            return voice.text("📒 delivered, %(money)s on account", money=money)
        case "absent":
            return voice.text("🚪 not at home")
        case "refused_at_door":
            return voice.text("↩️ refused at the door")
        case _:
            assert_never(result)


def _way(reply: WayShown, voice: Voice) -> str:
    who = ", ".join(part for part in (reply.name, reply.address) if part)
    if reply.lat is None or reply.lon is None:
        return voice.text("📍 %(who)s: this place is not on the map.", who=who)
    return f"📍 {who}\n{MAP.format(lat=reply.lat, lon=reply.lon)}"


# --- the end -------------------------------------------------------------------------------------


def _over(reply: RoundOver, voice: Voice) -> str:
    heading = voice.text("🏁 The round of %(day)s is done.", day=voice.weekday(reply.date))
    cash = [
        voice.text("%(shop)s: %(money)s", shop=c.shop.name, money=voice.money(c.cash))
        for c in reply.cash
    ]
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


# --- notes ---------------------------------------------------------------------------------------


def _note(reply: DriverReply, voice: Voice) -> str:
    match reply:
        case LateTold(minutes=minutes, stops=stops):
            return voice.plural(
                "⏱ %(minutes)s minutes late: %(count)s stop is told.",
                "⏱ %(minutes)s minutes late: %(count)s stops are told.",
                stops,
                minutes=minutes,
            )
        case RoundGone(date=day, reason=reason):
            return voice.text(
                "❌ The round of %(day)s does not take place (%(reason)s).",
                day=voice.weekday(day),
                reason=reason or voice.text("no reason given"),
            )
        case NoRound():
            return voice.text("No round at the moment. You get the list at the cut-off.")
        case NotDeparted():
            return voice.text("The round has not left yet. Tap “I am off” first.")
        case AlreadyGone():
            return voice.text("This round has left already.")
        case AlreadyDone(name=name, result=result):
            said = _done(result, voice)
            return voice.text("%(name)s: %(result)s. Nothing changed.", name=name, result=said)
        case UnknownStop(number=number):
            return voice.text("Order %(number)s is not on this round.", number=number)
        case Refused(code="round_cancelled"):
            return voice.text("This round was cancelled.")
        case Refused():
            return voice.text("That did not work: nothing was changed.")
        case HelpGiven(number=number):
            return _help(number, voice)
        case _:
            return ""


def _done(result: Result, voice: Voice) -> str:
    match result:
        case "delivered":
            return voice.text("already delivered and paid")
        case "on_tab":
            return voice.text("already delivered, on account")
        case "absent":
            return voice.text("already reported as not at home")
        case "refused_at_door":
            return voice.text("already reported as refused")
        case _:
            assert_never(result)


def _help(number: int, voice: Voice) -> str:
    return voice.text(
        "Tap the buttons of a stop, or write:\n"
        "delivered · on account · absent · refused (add %(number)s for another stop)\n"
        "next · list · late 20 · map",
        number=number,
    )
