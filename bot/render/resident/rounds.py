"""Rounds that move or are full, reminders, collecting, and who is told that something is amiss."""

from datetime import datetime
from typing import assert_never

from tournee.bot.conversation.resident.replies.habits import (
    CollectAsked,
    KeptOnRound,
    LookIn,
    ReadyToCollect,
    RemindersSet,
    RoundShifted,
    StopGone,
    StopOffered,
    WaitAsked,
    WaitNoted,
    WaitShifted,
    WatchAsked,
    WatchSet,
    WeightAgreed,
)
from tournee.bot.render.resident.lines import (
    amount_text,
    buttons,
    hours_of,
    joined,
    lines_text,
    listed,
    weight,
)
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.catalog.model import Shop
from tournee.catalog.quantity import Unit

_YES_NO = WaitAsked | StopOffered | WatchAsked


def order_buttons(voice: Voice) -> tuple[tuple[Button, ...], ...]:
    if not voice.has_buttons:
        return ()
    order = Button(voice.text("Order, with obligation to pay"), "confirm")
    modify = Button(voice.text("Change"), "modify")
    cancel = Button(voice.text("Cancel"), "cancel")
    return ((order,), (modify, cancel))


# --- questions with yes or no --------------------------------------------------------------------


def yes_no(reply: _YES_NO, voice: Voice) -> Rendered:
    how = "" if voice.has_buttons else voice.text("Answer YES or NO.")
    yes, no = Button(voice.text("Yes"), "yes"), Button(voice.text("No"), "no")
    asked = _question(reply, voice)
    return Rendered(text=f"{asked} {how}".strip(), buttons=buttons(voice, yes, no))


def _question(reply: _YES_NO, voice: Voice) -> str:
    match reply:
        case WaitAsked():
            return voice.text(
                "The round of %(day)s was full. Shall I write to you if a place comes free?",
                day=voice.weekday(reply.day),
            )
        case StopOffered():
            return voice.text(
                "A place has come free on %(day)s %(hours)s: shall order %(number)s come then?"
                " I keep it for you until %(hour)s.",
                day=voice.weekday(reply.round.date),
                hours=hours_of(reply.round, voice),
                number=reply.number,
                hour=voice.hour(reply.until),
            )
        case WatchAsked():
            return voice.text(
                "If you agree, I let %(who)s know when nobody opens after a message that did not"
                " arrive, or when your usual orders stop. Nothing else is passed on, and “stop"
                " watching over me” ends it. Do you agree?",
                who=reply.who,
            )
        case _:
            assert_never(reply)


# --- rounds, reminders, collecting, looking in ---------------------------------------------------


def other(
    reply: RoundShifted
    | WaitNoted
    | StopGone
    | WaitShifted
    | KeptOnRound
    | RemindersSet
    | WatchSet
    | LookIn
    | ReadyToCollect
    | WeightAgreed,
    voice: Voice,
) -> str:
    match reply:
        case RoundShifted():
            return _shifted(reply, voice)
        case WaitNoted():
            return voice.text(
                "Noted: I write to you as soon as a place comes free on %(day)s. Until then your"
                " order stays as it is.",
                day=voice.weekday(reply.day),
            )
        case StopGone():
            return voice.text(
                "That place is taken now, I am sorry: order %(number)s stays as it was.",
                number=reply.number,
            )
        case WaitShifted():
            return _wait_shifted(reply, voice)
        case KeptOnRound():
            return voice.text(
                "Order %(number)s stays on %(day)s. To cancel it, answer “cancel the order”.",
                number=reply.number,
                day=voice.weekday(reply.day),
            )
        case RemindersSet():
            return _reminders(reply, voice)
        case WatchSet():
            return _watch(reply, voice)
        case LookIn():
            return _look_in(reply, voice)
        case ReadyToCollect():
            return _ready(reply, voice)
        case WeightAgreed():
            return _weight_agreed(reply, voice)
        case _:
            assert_never(reply)


def _reminders(reply: RemindersSet, voice: Voice) -> str:
    if reply.on:
        return voice.text("Noted: I remind you the evening before each round.")
    return voice.text(
        "Noted: no more reminders the evening before. “With reminders” brings them back."
    )


def _weight_agreed(reply: WeightAgreed, voice: Voice) -> str:
    return voice.text(
        "Noted: %(product)s, %(weight)s, %(money)s (order %(number)s).",
        product=reply.product.name,
        weight=weight(voice, reply.weight, Unit.KG),
        money=voice.money(reply.total),
        number=reply.number,
    )


def _shifted(reply: RoundShifted, voice: Voice) -> str:
    moved = voice.text(
        "The round of %(day)s goes another time: order %(number)s now comes on %(new)s %(hours)s.",
        day=voice.weekday(reply.day),
        number=reply.number,
        new=voice.weekday(reply.round.date),
        hours=hours_of(reply.round, voice),
    )
    reason = voice.text("Reason: %(reason)s.", reason=reply.reason) if reply.reason else ""
    how = voice.text("If that does not suit you, answer NO.")
    return " ".join(part for part in (moved, reason, how) if part)


def _wait_shifted(reply: WaitShifted, voice: Voice) -> str:
    day = voice.weekday(reply.day)
    reason = voice.text("Reason: %(reason)s.", reason=reply.reason) if reply.reason else ""
    if reply.to is None:
        told = voice.text("The round of %(day)s that you wait for is called off.", day=day)
        stays = voice.text("Order %(number)s stays as it is.", number=reply.number)
        return " ".join(part for part in (told, reason, stays) if part)
    told = voice.text(
        "The round of %(day)s that you wait for goes on %(new)s instead.",
        day=day,
        new=voice.weekday(reply.to),
    )
    stays = voice.text(
        "You stay in line for it; until then order %(number)s stays as it is.", number=reply.number
    )
    return " ".join(part for part in (told, reason, stays) if part)


def _watch(reply: WatchSet, voice: Voice) -> str:
    if not reply.on:
        return voice.text("Noted: nobody is told of anything.")
    return voice.text(
        "Noted: I tell %(who)s if something seems unusual. “Stop watching over me” ends it.",
        who=reply.who,
    )


def _look_in(reply: LookIn, voice: Voice) -> str:
    if reply.why == "absent":
        told = voice.text(
            "%(name)s did not open to the driver today, and our last message did not arrive.",
            name=reply.name,
        )
    else:
        told = voice.text(
            "%(name)s has not ordered since %(day)s, which is unusual.",
            name=reply.name,
            day=voice.weekday(reply.since),
        )
    asked = voice.text("Could you call or look in? %(phone)s", phone=reply.phone)
    why = voice.text("%(name)s asked us to tell you.", name=reply.name)
    return f"{told} {asked} {why}"


def collect(reply: CollectAsked, voice: Voice) -> Rendered:
    changed = ""
    if reply.changed:
        changed = voice.text("Something has changed since: nothing is ordered yet, please look.")
    alcohol = voice.text("Alcohol: not for under-18s.") if reply.alcohol else ""
    text = joined(
        [
            changed,
            voice.text("To collect yourself:"),
            lines_text(reply.lines, voice),
            *(_at(shop, opens, voice) for shop, opens in reply.at[: voice.entries]),
            voice.text(
                "Total %(money)s to pay at the shop.", money=amount_text(reply.total, voice)
            ),
            alcohol,
            "" if reply.settled else _binding_once(voice),
        ]
    )
    return Rendered(text=text, buttons=() if reply.settled else order_buttons(voice))


def _binding_once(voice: Voice) -> str:
    if voice.has_buttons:
        return voice.text("Press the button, or answer YES, to order with obligation to pay.")
    return voice.text("Answer YES to order with obligation to pay, or correct me.")


def _at(shop: Shop, opens: datetime | None, voice: Voice) -> str:
    if opens is None:
        return voice.text("%(shop)s: I tell you when it is ready.", shop=shop.name)
    return voice.text(
        "%(shop)s: from %(day)s %(hour)s on, I tell you when it is ready.",
        shop=shop.name,
        day=voice.weekday(opens.astimezone(voice.zone).date()),
        hour=voice.hour(opens),
    )


def _ready(reply: ReadyToCollect, voice: Voice) -> str:
    ready = voice.text(
        "Order %(number)s is ready, you can collect it: %(where)s. To pay: %(money)s.",
        number=reply.number,
        where=reply.where,
        money=amount_text(reply.total, voice),
    )
    if not reply.hours:
        return ready
    spans = [
        voice.text("from %(start)s to %(end)s", start=voice.hour(start), end=voice.hour(end))
        for start, end in reply.hours
    ]
    day = voice.weekday(reply.hours[0][0].astimezone(voice.zone).date())
    opening = voice.text("Open on %(day)s %(hours)s.", day=day, hours=listed(spans, voice))
    return f"{ready} {opening}"
