"""A message to the customers of one round: its preview, and why one can't be sent."""

from typing import assert_never

from tournee.bot.conversation.operator.service_message import (
    MOST,
    MessageAsked,
    MessageReply,
    MessageTooLong,
    MessageUnread,
    NobodyOrdered,
)
from tournee.bot.conversation.resident.replies.circle import RoundMessage
from tournee.bot.render.operator_alerts import by_channel, cost_of
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.voice import Button, Rendered, Voice


def words(reply: MessageReply, voice: Voice) -> Rendered:
    match reply:
        case MessageAsked():
            return _asked(reply, voice)
        case MessageTooLong(segments=count):
            text = voice.text(
                "This would take %(count)s SMS for each person; %(most)s are the most. Nothing was"
                " sent: please write it shorter.",
                count=count,
                most=MOST,
            )
        case MessageUnread():
            text = _unread(reply, voice)
        case NobodyOrdered(day=day):
            nobody = voice.text(
                "There is nobody to write to for the round of %(day)s.", day=voice.weekday(day)
            )
            text = joined([nobody, _unreached(reply.unreached, voice)])
        case _:
            assert_never(reply)
    return Rendered(text=text)


def _asked(reply: MessageAsked, voice: Voice) -> Rendered:
    heading = voice.plural(
        "📣 To %(count)s person who ordered for the round of %(day)s:",
        "📣 To %(count)s people who ordered for the round of %(day)s:",
        sum(r.people for r in reply.readers),
        day=voice.weekday(reply.day),
    )
    body = [heading, f"« {reply.text} »"]
    if reply.settled == "dropped":
        return Rendered(text=joined([*body, voice.text("The message was not sent.")]))
    read = RoundMessage(day=reply.day, text=reply.text)
    body += [*by_channel(reply.readers), cost_of(read, reply.readers, reply.price, voice)]
    body.append(_unreached(reply.unreached, voice))
    if reply.settled == "sent":
        return Rendered(text=joined([*body, voice.text("✅ On its way.")]))
    send, cancel = Button(voice.text("Send"), "apply"), Button(voice.text("Cancel"), "cancel")
    return Rendered(text=joined(body), buttons=((send, cancel),))


def _unreached(names: tuple[str, ...], voice: Voice) -> str:
    if not names:
        return ""
    return voice.text(
        "⚠️ No message reaches %(names)s: please call them.", names=listed(names, voice)
    )


def _unread(reply: MessageUnread, voice: Voice) -> str:
    if not reply.rounds:
        day = voice.weekday_name(reply.day) if reply.day else ""
        return voice.text(
            "What shall be said? Write for instance: /message %(day)s The van is half an hour late",
            day=day,
        )
    found = {r.date for r in reply.rounds}
    how = voice.text("Write its day first: /message friday The van is half an hour late")
    heading = voice.text("Which round is it about?")
    if reply.day is not None and found == {reply.day}:
        heading = voice.text("Several rounds go on %(day)s.", day=voice.weekday(reply.day))
        how = voice.text("Say which part of the day, too: /message friday morning The van is late")
    elif reply.day is not None:
        heading = voice.text("No round goes on %(day)s.", day=voice.weekday(reply.day))
    return joined(
        [
            heading,
            *(f"🚚 {voice.weekday(r.date)} {voice.hour(r.departs)}" for r in reply.rounds),
            how,
        ]
    )
