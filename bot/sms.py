"""The SMS writer: says as much as fits the budget of segments for what is said.

The same replies are rendered shorter and shorter (`Brevity`) until they fit. A question is one
segment, a confirmation of a few lines two, nothing is more than three: what still does not fit is
a summary, whose rest can be asked for. Only what a person typed is never shortened.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from tournee.bot.channels.gsm7 import plain, segments
from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.resident.replies import (
    BasketShown,
    MoveAsked,
    NameAsked,
    OptionAsked,
    OrderChanged,
    PersonOffered,
    PlaceAsked,
    ProductAsked,
    QuantityAsked,
    RecapShown,
    SubstituteAsked,
    Weighed,
    WeightAsked,
    WhichOrder,
)
from tournee.bot.render.voice import Brevity, Rendered, Voice

MOST: Final = 3
"""Segments of any message."""
CONFIRMATION: Final = 2
QUESTION: Final = 1
FEW_LINES: Final = 8
"""Of a basket whose confirmation is worth no more than `CONFIRMATION`."""

QUESTIONS: Final = (
    MoveAsked,
    NameAsked,
    OptionAsked,
    PersonOffered,
    PlaceAsked,
    ProductAsked,
    QuantityAsked,
    SubstituteAsked,
    WeightAsked,
    WhichOrder,
)


def write(
    replies: Sequence[Reply], render: Callable[[Reply, Voice], Rendered], voice: Voice
) -> str:
    """Return one message that says all replies."""
    room = budget(replies)
    shortest = ""
    for brevity in Brevity:
        text = _text(replies, render, replace(voice, brevity=brevity))
        size = segments(text)
        if size <= room:
            return text
        if not shortest or size < segments(shortest):
            shortest = text
        whole = brevity is Brevity.SHORT_NAMES and segments(shortest) <= MOST
        if whole and not _only_offers(replies):
            break
    return shortest


def _only_offers(replies: Sequence[Reply]) -> bool:
    """Whether a summary leaves out further choices at most, and nothing that was agreed."""
    asks = isinstance(replies[-1], QUESTIONS)
    return asks and not any(isinstance(reply, BasketShown) for reply in replies)


def _text(
    replies: Sequence[Reply], render: Callable[[Reply, Voice], Rendered], voice: Voice
) -> str:
    rendered = (render(reply, voice) for reply in replies)
    return plain("\n".join(r.text for r in rendered if r.text))


def budget(replies: Sequence[Reply]) -> int:
    """How many segments it may take to say these together."""
    if len(replies) == 1:
        return _budget(replies[0])
    return max(CONFIRMATION, *(_budget(reply) for reply in replies))


def _budget(reply: Reply) -> int:
    match reply:
        case RecapShown() | OrderChanged() | Weighed():
            return CONFIRMATION if len(reply.lines) <= FEW_LINES else MOST
        case _ if isinstance(reply, QUESTIONS):
            return QUESTION
    return CONFIRMATION
