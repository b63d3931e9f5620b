"""Whatever drivers tap and write, in any order: nothing breaks, nothing is noted twice."""

from datetime import timedelta
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conversation.desk import Chat, Desk, driver_chat
from tests.conversation.test_driver import CLOSED, NINE, accepted
from tournee.bot.conversation.events import Said
from tournee.catalog.folder import read
from tournee.catalog.model import Village
from tournee.orders.model import OrderStatus

TEXTS = (
    *("livré", "livré durand", "absent", "absent benali", "refusé", "sur le compte"),
    *("reçu 20 €", "payé 3 €", "chèque", "chèque 2,20", "livré sans l'épicerie", "livré 2"),
    *("suivant", "je repasse", "liste", "retard 20", "carte", "image", "aide", "je pars"),
    *("durand en premier", "3 avant 2", "garnier en dernier", "recalcule", "garde cet ordre"),
    *("je suis inquiet", "je ne peux pas finir", "on partage", "laissé chez Mme Martin"),
    *("voisin", "Martin", "1", "2", "oui", "non", "tout pris", "il manque un sac", "3", "???"),
    *("livré livré livré", "0 avant 99", "avant", "premier", "chèque 99999 €", "retard -5"),
)
TAPS = (
    *("depart", "list", "picture", "share", "delivered", "on_tab", "absent", "refused_at_door"),
    *("cheque", "without:epicerie", "without:nowhere", "neighbour", "pickup:1", "pickup:9"),
    *("worried", "choose:1", "choose:9", "choose:x", "take_over", "more", "next", "back", "late"),
    *("route", "collected:boulangerie", "collected:nowhere", "nonsense"),
)

VILLAGES = Path(__file__).parents[2] / "villages"


@cache
def _village() -> Village:
    return read(VILLAGES / "saint-aubin")


steps = st.lists(
    st.one_of(
        st.tuples(st.just("says"), st.sampled_from(TEXTS), st.integers(1, 90)),
        st.tuples(st.just("taps"), st.sampled_from(TAPS), st.integers(0, 3)),
        st.tuples(st.just("says"), st.text(max_size=30), st.integers(1, 90)),
    ),
    max_size=14,
)


@given(steps=steps)
@settings(max_examples=40, deadline=None)
def test_nothing_breaks_and_no_bag_is_noted_twice(steps: list[tuple[str, str, int]]) -> None:
    desk = Desk(village=_village())
    numbers = (
        accepted(desk, "durand", baguette="2", beurre_demi_sel="1"),
        accepted(desk, "benali", baguette="1"),
        accepted(desk, "garnier", croissant="4"),
    )
    chat = driver_chat(desk)
    chat.hears(CLOSED)
    desk.now = NINE
    for kind, what, number in steps:
        desk.now += timedelta(seconds=number)
        if kind == "says":
            chat.hears(Said(text=what))
        else:
            chat.taps(what, (*numbers, None)[number])
        _check(chat, desk)


def _check(chat: Chat, desk: Desk) -> None:
    settled = {OrderStatus.DELIVERED, OrderStatus.NOT_DELIVERED, OrderStatus.SETTLED}
    for run in chat.state.runs:
        for visit in run.visits:
            noted = [(t.number, t.shop) for t in visit.settled]
            assert len(noted) == len(set(noted))
            for bag in visit.bags:
                order = desk.order(bag.number, bag.shop)
                assert (order.status in settled) == ((bag.number, bag.shop) in noted)
        doors = [visit.key for visit in run.visits]
        assert len(doors) == len(set(doors))
