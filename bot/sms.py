"""The SMS writer: says as much as fits the budget of segments for what is said.

The same replies are rendered shorter and shorter, always in one order, until they fit: first shops
are not named, then courtesy goes, units, the ends of names; last a summary, whose rest can be asked
for. Prices, the total, the round, the law's words and how to answer are never left out, and what a
person typed is never shortened.
"""

from bisect import bisect
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from tournee.bot.budgets import BUDGETS, MOST, Kind, budget_of, kind_of
from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.resident.replies import BasketShown, DetailShown, Introduced
from tournee.bot.gsm7 import plain, segments
from tournee.bot.render.voice import Brevity, Rendered, Voice

LETTERS: Final = (24, 20, 17, 14, 12, 10, 8)
"""Of products' names, one try after the other."""
LISTED: Final = ((6, 20), (5, 17), (4, 20), (4, 14), (3, 17), (3, 12), (3, 8), (2, 12), (1, 8))
"""Entries of a list in a summary, and letters of names, one try after the other."""

SHORTER: Final[Sequence[Mapping[str, Any]]] = (
    *({"brevity": b} for b in (Brevity.FULL, Brevity.SHOPS, Brevity.COURTESY, Brevity.UNITS)),
    *({"brevity": Brevity.NAMES, "letters": letters} for letters in LETTERS),
)
SUMMARIES: Final[Sequence[Mapping[str, Any]]] = tuple(
    {"brevity": Brevity.SUMMARY, "letters": letters, "entries": entries}
    for entries, letters in LISTED
)

Render = Callable[[Reply, Voice], Rendered]


def write(replies: Sequence[Reply], render: Render, voice: Voice) -> str:
    """Return one message that says all replies."""
    whole = _Tries(replies, render, voice, SHORTER)
    summaries = _Tries(replies, render, voice, SUMMARIES)
    *less, most = budgets(replies)
    told = any(isinstance(reply, DetailShown) for reply in replies)
    asks = budget_of(replies[-1]) == BUDGETS[Kind.QUESTION] and not told
    for room in (*less, most):
        fitting = whole.first_within(room)
        if fitting is None and (asks or room == most):
            fitting = summaries.first_within(room)
        if fitting is not None:
            return fitting
    return min((*whole.texts, *summaries.texts), key=len)


def budgets(replies: Sequence[Reply]) -> tuple[int, ...]:
    """What is aimed at; where something else has to be said with it, it may become more.

    A question is no longer than any other message because it is the first that they read.
    """
    aim = budget_of(replies[-1])
    others = [reply for reply in replies[:-1] if not isinstance(reply, BasketShown)]
    asks = kind_of(type(replies[-1]).__name__) is Kind.QUESTION
    if all(isinstance(reply, Introduced) for reply in others) and asks:
        most = max(aim, BUDGETS[Kind.RECAP])
        return tuple(range(aim, most + 1)) if others else (aim,)
    return tuple(range(aim, MOST + 1)) if others else (aim,)


class _Tries:
    """The same replies, shorter and shorter; each is rendered when it is first looked at."""

    def __init__(
        self,
        replies: Sequence[Reply],
        render: Render,
        voice: Voice,
        ways: Sequence[Mapping[str, Any]],
    ) -> None:
        self._replies = replies
        self._render = render
        self._voice = voice
        self._ways = ways
        """What each try changes of the voice."""
        self._texts: dict[int, str] = {}

    @property
    def texts(self) -> Collection[str]:
        """Those that were looked at."""
        return self._texts.values()

    def first_within(self, room: int) -> str | None:
        """The longest that fits: none is longer than the one before, so halving finds it."""
        most = len(self._ways)
        at = 0 if self._fits(0, room) else bisect(range(most), 0, key=lambda n: self._fits(n, room))
        return self._text(at) if at < most else None

    def _fits(self, at: int, room: int) -> bool:
        return segments(self._text(at)) <= room

    def _text(self, at: int) -> str:
        if at not in self._texts:
            voice = replace(self._voice, **self._ways[at])
            self._texts[at] = _text(self._replies, self._render, voice)
        return self._texts[at]


def _text(replies: Sequence[Reply], render: Render, voice: Voice) -> str:
    rendered = (render(reply, voice) for reply in replies)
    return plain("\n".join(r.text for r in rendered if r.text))
