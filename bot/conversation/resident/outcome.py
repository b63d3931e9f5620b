"""What handling one event comes to, before the next question is put."""

from dataclasses import dataclass, replace
from typing import Self

from tournee.bot.conversation.commands import Command
from tournee.bot.conversation.model import Reply
from tournee.bot.conversation.resident.state import Aside, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A turn that is not over: what is still open has yet to be asked."""

    state: State
    replies: tuple[Reply, ...] = ()
    question: tuple[Reply, ...] = ()
    """What is asked after them, with what is understood so far."""
    commands: tuple[Command, ...] = ()
    asks: bool = True
    """Whether what is still open is asked (again) after the replies."""
    answered: bool = False
    """The replies answer a side question: a recap is recalled in one line, not shown again."""

    def after(self, *replies: Reply) -> Self:
        """Say these first."""
        return replace(self, replies=(*replies, *self.replies))


def when_free(state: State, ask: Aside) -> Outcome:
    """Ask at once if no other such question waits, else when that one is answered."""
    busy = bool(state.asides)
    return Outcome(state=replace(state, asides=(*state.asides, ask)), asks=not busy)
