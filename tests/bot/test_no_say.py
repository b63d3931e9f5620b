"""Somebody who commands or taps in a group that is not theirs is told so; talk is left alone."""

import pytest

from tests.bot.flow import SAINT_AUBIN
from tournee.bot.simulate import simulate
from tournee.catalog.folder import read

AT = "2026-11-24T09:00:00+01:00"


@pytest.mark.parametrize(
    ("sender", "chat", "told"),
    [
        (1201, "shop:boulangerie", "seuls les gens de Boulangerie Morel"),
        (5005, "shop:boulangerie", "seuls les gens de Boulangerie Morel"),
        (1001, "operators", "Je ne vous connais pas"),
    ],
)
@pytest.mark.parametrize("event", [{"text": "/prix baguette 1,35"}, {"press": "accept"}])
def test_who_has_no_say_in_a_group_is_told_so(
    sender: int, chat: str, told: str, event: dict[str, str]
) -> None:
    events = [{"at": AT, "via": "telegram", "from": sender, "chat": chat, **event}]
    *sent, _ = simulate(read(SAINT_AUBIN), events)
    assert [(output["chat"], told in output["text"]) for output in sent] == [(chat, True)]


def test_talk_of_somebody_else_is_left_alone() -> None:
    talk = {"at": AT, "via": "telegram", "from": 5005, "chat": "operators", "text": "bonjour"}
    assert len(simulate(read(SAINT_AUBIN), [talk])) == 1
