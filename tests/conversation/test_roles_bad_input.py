"""Whatever is typed, tapped or sent to a shop's, the operators' or a driver's chat raises nothing."""

from collections.abc import Callable

import pytest

from tests.conversation.desk import Chat, Desk, driver_chat, operators_chat, shop_chat
from tournee.bot.conversation.events import Located, Unreadable
from tournee.catalog.model import Village

ROLES: dict[str, Callable[[Desk], Chat]] = {
    "shop": lambda desk: shop_chat(desk, "boulangerie"),
    "operators": operators_chat,
    "driver": driver_chat,
}
TEXTS = (
    "",
    " ",
    "🥐🥐🥐",
    "x" * 10_000,
    "manque baguette " * 20,
    "ok 4821\n" * 40,
    "0",
    "-3",
    "4821 baguette : -500 g",
    "4821 baguette 99999999999999999999 kg",
    "comté 0 g",
    "/",
    "/tournee",
    "/tournee 32/13 annulee",
    "/" + "9" * 500,
    "%(name)s %s {} \\",
    "\u202e<b>gras</b>",
)
ACTIONS = (
    "",
    "accept",
    "line:",
    "line:nothing",
    "substitute:",
    "choose:0",
    "choose:x",
    "yes",
    "no",
    "weigh:nothing",
    "take_over",
    "hand_back",
    "depart",
    "delivered",
    "collected:nowhere",
    "route",
    "late",
    "?",
)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:20]))
def test_any_text_is_survived(role: str, text: str, saint_aubin: Village) -> None:
    desk = Desk(village=saint_aubin)
    desk.place("durand", baguette="2", comte_18="0.3")
    before = desk.orders
    ROLES[role](desk).types(text)
    assert len(desk.orders) == len(before)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("order", [None, 4821, 999_999])
def test_any_tap_is_survived(
    role: str, action: str, order: int | None, saint_aubin: Village
) -> None:
    desk = Desk(village=saint_aubin)
    desk.place("durand", baguette="2", comte_18="0.3")
    ROLES[role](desk).taps(action, order)


@pytest.mark.parametrize("role", ROLES)
def test_what_has_no_words_is_survived(role: str, saint_aubin: Village) -> None:
    chat = ROLES[role](Desk(village=saint_aubin))
    chat.hears(Unreadable(what="voice"), Located(lat=46.8, lon=3.4))
