"""What the operators' chat is told, what an announcement would cost, and how far it is."""

from collections.abc import Sequence
from datetime import time
from decimal import Decimal
from typing import assert_never

from tournee.bot.conversation.operator.alerts import (
    KINDS,
    AlertsReply,
    AlertsShown,
    AlertUnknown,
    Kind,
)
from tournee.bot.conversation.operator.announce import (
    AnnouncementAsked,
    AnnouncementShown,
    AnnouncementUnfit,
    AnnounceReply,
    Readers,
)
from tournee.bot.conversation.resident.replies.circle import AnnouncementRead, RoundMessage
from tournee.bot.gsm7 import plain, segments
from tournee.bot.render import resident
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.catalog.model import Channel
from tournee.catalog.quantity import Money

CHANNELS = {Channel.SMS: "SMS", Channel.TELEGRAM: "Telegram", Channel.WHATSAPP: "WhatsApp"}


# --- settings ------------------------------------------------------------------------------------


def alerts_words(reply: AlertsReply, voice: Voice) -> Rendered:
    match reply:
        case AlertsShown():
            return _alerts(reply, voice)
        case AlertUnknown(text=text):
            return Rendered(
                text=joined([voice.text("I don't know “%(text)s” here.", text=text), usage(voice)])
            )
        case _:
            assert_never(reply)


def usage(voice: Voice) -> str:
    return voice.text(
        "For instance: /alerts summary 7:30 · /alerts quiet 21:00-7:00 · /alerts shops no · /alerts"
        " sms 0.08"
    )


def _alerts(reply: AlertsShown, voice: Voice) -> Rendered:
    alerts = reply.alerts
    lines = [f"{_mark(on=k not in alerts.off)} {_kind(k, voice)}" for k in KINDS]
    summary = voice.text("⬜ No summary in the morning")
    if alerts.summary is not None:
        summary = voice.text(
            "✅ A summary every morning at %(hour)s", hour=voice.hour(alerts.summary)
        )
    price = Money(amount=alerts.price, currency=voice.village.settings.currency)
    text = joined(
        [
            voice.text("🔔 What this chat is told:"),
            voice.text("✅ Who asks for a person or is angry, what a round leaves behind: always"),
            *lines,
            summary,
            _quiet(reply.quiet, voice),
            voice.text("💶 One SMS segment: %(price)s", price=_exact(price, voice)),
            usage(voice),
        ]
    )
    rows = tuple(
        (Button(f"{_mark(on=k not in alerts.off)} {_kind(k, voice)}", f"alert:{k}"),) for k in KINDS
    )
    morning = Button(voice.text("Summary every morning"), "alert:summary")
    return Rendered(text=text, buttons=(*rows, (morning,)))


def _exact(price: Money, voice: Voice) -> str:
    """A price that may be less than a cent."""
    amount = voice.number(price.amount.normalize() + Decimal(0))
    return f"{amount} {price.currency}"


def _mark(*, on: bool) -> str:
    return "✅" if on else "⬜"


def _kind(kind: Kind, voice: Voice) -> str:
    match kind:
        case "silent":
            return voice.text("Shops that do not answer")
        case "misunderstood":
            return voice.text("People the bot does not understand")
        case "unreachable":
            return voice.text("People whom messages do not reach")
        case "stopped":
            return voice.text("People who stop messages with an order open")
        case "links":
            return voice.text("Groups that are linked")


def _quiet(quiet: tuple[time, time], voice: Voice) -> str:
    if quiet[0] == quiet[1]:
        return voice.text("🌙 No quiet hours")
    return voice.text(
        "🌙 Quiet from %(start)s to %(end)s: what can wait is told afterwards",
        start=voice.hour(quiet[0]),
        end=voice.hour(quiet[1]),
    )


# --- announcements -------------------------------------------------------------------------------


def announce_words(reply: AnnounceReply, voice: Voice) -> Rendered:
    match reply:
        case AnnouncementAsked():
            return _asked(reply, voice)
        case AnnouncementShown():
            return _shown(reply, voice)
        case AnnouncementUnfit(length=0):
            return Rendered(
                text=voice.text("What shall be announced? /announce The market is on Sunday.")
            )
        case AnnouncementUnfit(length=length):
            return Rendered(
                text=voice.text(
                    "An announcement has 3 to 1000 characters, this one has %(count)s.",
                    count=length,
                )
            )
        case _:
            assert_never(reply)


def _asked(reply: AnnouncementAsked, voice: Voice) -> Rendered:
    people = sum(r.people for r in reply.readers)
    heading = voice.plural(
        "📣 To %(count)s person who agreed to announcements:",
        "📣 To %(count)s people who agreed to announcements:",
        people,
    )
    undecided = ""
    if reply.undecided:
        undecided = voice.plural(
            "%(count)s resident has not said yet whether they want announcements.",
            "%(count)s residents have not said yet whether they want announcements.",
            reply.undecided,
        )
    how = ""
    if reply.undecided:
        how = voice.text(
            "From your first announcement on, each is asked once, with a delivery. “YES"
            " ANNOUNCEMENTS” always works, and so does /person NAME announcements yes."
        )
    cost = cost_of(AnnouncementRead(text=reply.text), reply.readers, reply.price, voice)
    body = [heading, f"« {reply.text} »", *by_channel(reply.readers), cost, undecided, how]
    if reply.settled == "sent":
        ended = (
            voice.text("✅ On its way.")
            if people
            else voice.text(
                "There is nobody to send it to yet: from now on each is asked, with a delivery."
            )
        )
        return Rendered(
            text=joined([heading, f"« {reply.text} »", *by_channel(reply.readers), cost, ended])
        )
    if reply.settled == "dropped":
        return Rendered(text=joined([heading, f"« {reply.text} »", voice.text("Not sent.")]))
    send, cancel = Button(voice.text("Send"), "apply"), Button(voice.text("Cancel"), "cancel")
    return Rendered(text=joined(body), buttons=((send, cancel),))


def by_channel(readers: Sequence[Readers]) -> list[str]:
    """How many read it by which channel, in a line."""
    tally = {c: sum(r.people for r in readers if r.channel is c) for c in CHANNELS}
    parts = [f"{CHANNELS[channel]} : {count}" for channel, count in tally.items() if count]
    return [" · ".join(parts)] if parts else []


def cost_of(
    read: AnnouncementRead | RoundMessage, readers: Sequence[Readers], price: Money, voice: Voice
) -> str:
    """How many segments the SMS take together, and what they cost; empty where none goes by SMS."""
    total = 0
    for group in readers:
        if group.channel is Channel.SMS:
            reader = Voice(locale=group.locale, channel=Channel.SMS, village=voice.village)
            total += segments(plain(resident.render(read, reader).text)) * group.people
    if not total:
        return ""
    return voice.plural(
        "%(count)s SMS segment, about %(money)s",
        "%(count)s SMS segments, about %(money)s",
        total,
        money=voice.money((price * total).rounded()),
    )


def _shown(reply: AnnouncementShown, voice: Voice) -> Rendered:
    found = reply.announcement
    done = found.sent
    failed = ""
    if found.failed:
        failed = voice.plural(
            "%(count)s did not arrive.", "%(count)s did not arrive.", found.failed
        )
    head = f"📣 « {found.text} »"
    if found.stopped:
        text = voice.plural(
            "⏹ Stopped. %(count)s person had it already.",
            "⏹ Stopped. %(count)s people had it already.",
            done,
        )
        return Rendered(text=joined([head, text, failed]))
    if not found.waiting:
        text = voice.plural("✅ Sent to %(count)s person.", "✅ Sent to %(count)s people.", done)
        return Rendered(text=joined([head, text, failed]))
    text = voice.text("⏳ %(done)s of %(people)s sent", done=done, people=found.people)
    stop = Button(voice.text("⏹ Stop"), "stop")
    return Rendered(text=joined([head, text, failed]), buttons=((stop,),))
