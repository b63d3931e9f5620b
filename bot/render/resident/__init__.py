"""What the bot says to residents, in the reader's language and for the reader's channel."""

from dataclasses import replace
from typing import assert_never, cast

from tournee.bot.conversation.resident.replies import (
    AnswerReply,
    BasketReply,
    CircleReply,
    HabitReply,
    HomeReply,
    MoneyReply,
    NoteReply,
    OrderReply,
    PeopleReply,
    ResidentReply,
    Settled,
)
from tournee.bot.gsm7 import plain
from tournee.bot.render.resident import (
    answers,
    basket,
    circle,
    habits,
    home,
    money,
    notes,
    orders,
    people,
)
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.typography import typeset
from tournee.bot.render.voice import Rendered, Voice
from tournee.catalog.model import Channel


def render(reply: ResidentReply, voice: Voice) -> Rendered:
    """Put a reply into words; by SMS only the characters that cost least."""
    rendered = _words(reply, voice)
    sms = voice.channel is Channel.SMS
    text = plain(rendered.text) if sms else typeset(rendered.text, voice)
    return rendered if text == rendered.text else replace(rendered, text=text)


def _words(reply: ResidentReply, voice: Voice) -> Rendered:
    if isinstance(reply, Settled):
        parts = [_words(cast("ResidentReply", part), voice).text for part in reply.parts]
        return Rendered(text=joined(parts))
    if isinstance(reply, BasketReply):
        return basket.words(reply, voice)
    if isinstance(reply, NoteReply):
        return notes.words(reply, voice)
    if isinstance(reply, OrderReply):
        return orders.words(reply, voice)
    if isinstance(reply, AnswerReply):
        return answers.words(reply, voice)
    if isinstance(reply, MoneyReply):
        return money.words(reply, voice)
    if isinstance(reply, HabitReply):
        return habits.words(reply, voice)
    if isinstance(reply, PeopleReply):
        return people.words(reply, voice)
    if isinstance(reply, CircleReply):
        return circle.words(reply, voice)
    if isinstance(reply, HomeReply):
        return home.words(reply, voice)
    assert_never(reply)
