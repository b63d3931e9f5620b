"""What the bot says to residents, in the reader's language and for the reader's channel."""

import re
from dataclasses import replace
from typing import assert_never

from tournee.bot.channels.gsm7 import plain
from tournee.bot.conversation.model import Channel
from tournee.bot.conversation.resident.replies import (
    AnswerReply,
    BasketReply,
    NoteReply,
    OrderReply,
    PeopleReply,
    ResidentReply,
)
from tournee.bot.render.resident import answers, basket, notes, orders, people
from tournee.bot.render.voice import Rendered, Voice

_BEFORE_MARK = re.compile(r" (?=[!?;])")
_BEFORE_COLON = re.compile(r"(?<=\w) (?=:(?:\s|$))")


def render(reply: ResidentReply, voice: Voice) -> Rendered:
    """Put a reply into words; by SMS only the characters that cost least."""
    rendered = _words(reply, voice)
    if voice.channel is Channel.SMS:
        return replace(rendered, text=plain(rendered.text))
    return replace(rendered, text=_typeset(rendered.text, voice))


def _words(reply: ResidentReply, voice: Voice) -> Rendered:
    if isinstance(reply, BasketReply):
        return basket.words(reply, voice)
    if isinstance(reply, NoteReply):
        return notes.words(reply, voice)
    if isinstance(reply, OrderReply):
        return orders.words(reply, voice)
    if isinstance(reply, AnswerReply):
        return answers.words(reply, voice)
    if isinstance(reply, PeopleReply):
        return people.words(reply, voice)
    assert_never(reply)


def _typeset(text: str, voice: Voice) -> str:
    """French keeps a sign and the word before it on one line."""
    if voice.locale != "fr":
        return text
    text = _BEFORE_COLON.sub("\u00a0", _BEFORE_MARK.sub("\u202f", text))
    return text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
