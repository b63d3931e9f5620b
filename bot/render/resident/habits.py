"""Standing orders, waiting for a stop, substitutes, reminders, collecting, being watched over."""

from datetime import date, datetime
from typing import assert_never

from tournee.bot.conversation.resident.replies.habits import (
    CollectAsked,
    HabitReply,
    OneAtATime,
    StandingAsked,
    StandingChanged,
    StandingMissed,
    StandingNoted,
    StandingPlaced,
    StandingShown,
    StandingTold,
    StandingUnsure,
    StopOffered,
    SubstituteNoted,
    SubstitutesForgotten,
    SubstituteUnclear,
    WaitAsked,
    WatchAsked,
    WhichStanding,
)
from tournee.bot.render.resident import rounds
from tournee.bot.render.resident.lines import (
    amount_text,
    goods,
    hours_of,
    joined,
    lines_text,
    listed,
    to_pay,
)
from tournee.bot.render.voice import Brevity, Rendered, Voice

_OF_STANDING = (
    OneAtATime
    | StandingNoted
    | StandingTold
    | StandingPlaced
    | StandingUnsure
    | StandingMissed
    | StandingChanged
    | WhichStanding
)
_OF_SUBSTITUTES = SubstituteNoted | SubstituteUnclear | SubstitutesForgotten


def words(reply: HabitReply, voice: Voice) -> Rendered:
    match reply:
        case StandingAsked():
            return _asked(reply, voice)
        case CollectAsked():
            return rounds.collect(reply, voice)
        case WaitAsked() | StopOffered() | WatchAsked():
            return rounds.yes_no(reply, voice)
        case (
            OneAtATime()
            | StandingNoted()
            | StandingTold()
            | StandingPlaced()
            | StandingUnsure()
            | StandingMissed()
            | StandingChanged()
            | WhichStanding()
        ):
            return Rendered(text=_standing(reply, voice))
        case SubstituteNoted() | SubstituteUnclear() | SubstitutesForgotten():
            return Rendered(text=_substitute(reply, voice))
        case _:
            return Rendered(text=rounds.other(reply, voice))


# --- standing orders -----------------------------------------------------------------------------


def often(shown: StandingShown, voice: Voice) -> str:
    """'chaque mardi et vendredi', 'un mardi sur deux'."""
    days = [voice.weekday_name(day) for day in shown.days]
    match shown.weeks:
        case 1:
            return voice.text("every %(weekday)s", weekday=listed(days, voice))
        case 2:
            each = [voice.text("every other %(weekday)s", weekday=day) for day in days]
            return listed(each, voice)
        case weeks:
            return voice.text(
                "every %(count)s weeks, %(weekday)s", count=weeks, weekday=listed(days, voice)
            )


def _goods(shown: StandingShown, voice: Voice) -> str:
    return ", ".join(goods(line, voice) for line in shown.lines)


def _asked(reply: StandingAsked, voice: Voice) -> Rendered:
    whom = ", ".join(p for p in (reply.beneficiary, reply.place.name if reply.place else "") if p)
    total = voice.text(
        "Total %(money)s each time, at the prices of the day; I ask you first above %(ceiling)s.",
        money=amount_text(reply.total, voice),
        ceiling=voice.money(reply.ceiling),
    )
    replaces = ""
    if reply.replaces:
        replaces = voice.text("It takes the place of the one you have for that day.")
    where = whom if whom and not voice.leaves_out(Brevity.COURTESY) else ""
    text = joined(
        [
            _without(reply, voice),
            _heading(reply, voice),
            lines_text(reply.shown.lines, voice),
            where,
            total,
            replaces,
            "" if reply.settled else _binding(voice),
        ]
    )
    return Rendered(text=text, buttons=() if reply.settled else rounds.order_buttons(voice))


def _without(reply: StandingAsked, voice: Voice) -> str:
    """Say which weekdays can't be had."""
    if not reply.without:
        return ""
    days = listed([voice.weekday_name(day) for day in reply.without], voice)
    if reply.shown.collect:
        return voice.text("Closed on: %(days)s.", days=days)
    return voice.text("No round on: %(days)s.", days=days)


def _heading(reply: StandingAsked, voice: Voice) -> str:
    how_often = often(reply.shown, voice)
    first = reply.shown.next or reply.shown.days[0]
    told = {"often": how_often, "day": voice.weekday(first)}
    if reply.shown.collect and voice.leaves_out(Brevity.SHOPS):
        return voice.text("Regular order to collect, %(often)s, the first one on %(day)s:", **told)
    if reply.shown.collect:
        shops = listed([shop.name for shop in reply.shops], voice)
        return voice.text(
            "Regular order to collect at %(shops)s, %(often)s, the first one on %(day)s:",
            shops=shops,
            **told,
        )
    if reply.round is None:
        return voice.text("Regular order, %(often)s, the first one on %(day)s:", **told)
    return voice.text(
        "Regular order, %(often)s %(hours)s, the first one on %(day)s:",
        hours=hours_of(reply.round, voice),
        **told,
    )


def _binding(voice: Voice) -> str:
    if voice.has_buttons:
        return voice.text(
            "Press the button, or answer YES, to order each time with obligation to pay."
        )
    if voice.leaves_out(Brevity.COURTESY):
        return voice.text("YES to order each time with obligation to pay.")
    return voice.text("Answer YES to order each time with obligation to pay, or correct me.")


def _standing(reply: _OF_STANDING, voice: Voice) -> str:
    match reply:
        case StandingNoted():
            return _noted(reply, voice)
        case OneAtATime(also=also):
            return voice.text(
                "I note one list at a time: write me the one for %(weekday)s afterwards.",
                weekday=voice.weekday_name(also),
            )
        case StandingTold():
            return _told(reply, voice)
        case StandingPlaced():
            return _placed(reply, voice)
        case StandingUnsure():
            return _unsure(reply, voice)
        case StandingMissed():
            return voice.text(
                "I could not place your regular order for %(day)s. Write what you need, or PERSON"
                " to talk to someone.",
                day=voice.weekday(reply.day),
            )
        case StandingChanged():
            return _changed(reply, voice)
        case WhichStanding():
            return _which(reply, voice)
        case _:
            assert_never(reply)


def _which(reply: WhichStanding, voice: Voice) -> str:
    days = [voice.weekday_name(day) for day in reply.days]
    told = {"days": listed(days, voice), "day": days[0]}
    if voice.leaves_out(Brevity.COURTESY):
        return voice.text(
            "Which regular order (%(days)s)? Write “stop the regular order of %(day)s”.", **told
        )
    return voice.text(
        "You have several regular orders (%(days)s). Which one? Write for instance:"
        " “stop the regular order of %(day)s”, or “stop all regular orders”.",
        **told,
    )


def _noted(reply: StandingNoted, voice: Voice) -> str:
    noted = voice.text(
        "Noted: %(goods)s, %(often)s.",
        goods=_goods(reply.shown, voice),
        often=often(reply.shown, voice),
    )
    following = ""
    if reply.shown.next:
        following = voice.text(
            "I write to you before each order; the next one is for %(day)s.",
            day=voice.weekday(reply.shown.next),
        )
    how = voice.text("“Nothing” skips one, “my regular orders” shows them.")
    return f"{noted} {following} {how}".replace("  ", " ")


def _told(reply: StandingTold, voice: Voice) -> str:
    if not reply.orders:
        return voice.text(
            "You have no regular order. Write “every week” with what you need, and I see to it."
        )
    lines = [_one(shown, voice) for shown in reply.orders[: voice.entries]]
    how = voice.text("“Nothing” skips the next one; “pause” or “stop the regular order”, any time.")
    return joined([voice.text("Your regular orders:"), *lines, how])


def _one(shown: StandingShown, voice: Voice) -> str:
    following = voice.text("paused")
    if shown.next:
        following = voice.text("the next one on %(day)s", day=voice.weekday(shown.next))
    if shown.collect:
        return voice.text(
            "%(often)s, to collect: %(goods)s (%(next)s)",
            often=often(shown, voice),
            goods=_goods(shown, voice),
            next=following,
        )
    return voice.text(
        "%(often)s: %(goods)s (%(next)s)",
        often=often(shown, voice),
        goods=_goods(shown, voice),
        next=following,
    )


def _placed(reply: StandingPlaced, voice: Voice) -> str:
    if reply.round is None and reply.day is not None:
        heading = voice.text(
            "Your regular order to collect on %(day)s is placed (%(number)s):",
            day=voice.weekday(reply.day),
            number=reply.number,
        )
    elif reply.round is None:
        heading = voice.text("Your regular order is placed (%(number)s):", number=reply.number)
    else:
        heading = voice.text(
            "Your regular order for %(day)s %(hours)s is placed (%(number)s):",
            day=voice.weekday(reply.round.date),
            hours=hours_of(reply.round, voice),
            number=reply.number,
        )
    return joined(
        [
            heading,
            lines_text(reply.lines, voice),
            to_pay(reply.total, voice, at_shop=reply.round is None),
            _how_to_change(reply.cutoff, voice),
        ]
    )


def _how_to_change(cutoff: datetime | None, voice: Voice) -> str:
    if cutoff is None:
        return voice.text("NOTHING to skip it this time, or correct me: “PLUS 1 …”.")
    return voice.text(
        "NOTHING to skip it this time, or correct me (“PLUS 1 …”), until %(day)s %(hour)s.",
        day=voice.weekday(cutoff.astimezone(voice.zone).date()),
        hour=voice.hour(cutoff),
    )


def _unsure(reply: StandingUnsure, voice: Voice) -> str:
    day = voice.weekday(reply.day)
    match reply.why:
        case "dearer":
            return voice.text(
                "Your regular order for %(day)s costs more than you agreed to. Nothing is ordered"
                " yet:",
                day=day,
            )
        case "round":
            return voice.text(
                "Your regular order for %(day)s cannot come as usual. Nothing is ordered yet:",
                day=day,
            )
        case "goods":
            return voice.text(
                "Not everything of your regular order for %(day)s is there. Nothing is ordered"
                " yet:",
                day=day,
            )
        case _:
            assert_never(reply.why)


def _changed(reply: StandingChanged, voice: Voice) -> str:
    days = listed([voice.weekday_name(day) for day in reply.days], voice)
    following, count = _next(reply.next, voice), len(reply.days)
    match reply.what:
        case "skipped":
            skipped = listed([voice.weekday(day) for day in reply.days], voice)
            noted = voice.text("Noted: nothing on %(day)s.", day=skipped)
        case "paused" if reply.next:
            noted = voice.plural(
                "Your regular order of %(weekday)s is paused.",
                "Your regular orders of %(weekday)s are paused.",
                count,
                weekday=days,
            )
        case "paused":
            return voice.plural(
                "Your regular order of %(weekday)s is paused until you write RESUME.",
                "Your regular orders of %(weekday)s are paused until you write RESUME.",
                count,
                weekday=days,
            )
        case "resumed":
            noted = voice.plural(
                "Your regular order of %(weekday)s is back.",
                "Your regular orders of %(weekday)s are back.",
                count,
                weekday=days,
            )
        case "ended":
            return voice.plural(
                "Your regular order of %(weekday)s is stopped. What is ordered already still"
                " comes.",
                "Your regular orders of %(weekday)s are stopped. What is ordered already still"
                " comes.",
                count,
                weekday=days,
            )
        case _:
            assert_never(reply.what)
    return f"{noted} {following}".strip()


def _next(day: date | None, voice: Voice) -> str:
    return voice.text("The next one: %(day)s.", day=voice.weekday(day)) if day else ""


# --- what goes in a product's place --------------------------------------------------------------


def _substitute(reply: _OF_SUBSTITUTES, voice: Voice) -> str:
    match reply:
        case SubstituteNoted(product=None):
            return voice.text("Noted: nothing in place of what is missing, and no question asked.")
        case SubstituteNoted(substitute=None, product=product):
            return voice.text("Noted: nothing in place of %(product)s.", product=_name(product))
        case SubstituteNoted(substitute=substitute, product=product):
            return voice.text(
                "Noted: if there is no more of %(product)s, %(substitute)s in its place. I only"
                " ask you if it costs more.",
                product=_name(product),
                substitute=_name(substitute),
            )
        case SubstituteUnclear():
            return voice.text(
                "I did not get what to put in place of what, in the same shop. Write for"
                " instance: “if no more baguette then tradition”."
            )
        case SubstitutesForgotten():
            return voice.text("Noted: I ask you each time before anything is replaced.")
        case _:
            assert_never(reply)


def _name(product: object) -> str:
    return str(getattr(product, "name", ""))
