"""Whatever is said in whatever order is answered, and only a yes to a recap orders."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conversation.talk import Talk, line, unknown, vague
from tournee.bot.conversation.commands import PlaceOrder
from tournee.bot.conversation.resident.state import AskConfirm
from tournee.catalog.model import PlaceSlug, Sku, Village
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Answer, Intent, Period
from tournee.orders import services

SKUS = ("baguette", "beurre-doux", "comte-18", "pizza-reine", "tourte-seigle", "muscadet")
QUANTITIES = ("-3", "0", "0.3", "1", "2", "7", "5000")

lines = st.builds(
    lambda sku, qty, options, count: line(
        sku, qty, *options, count=None if count is None or qty else Decimal(count)
    ),
    st.sampled_from(SKUS),
    st.none() | st.sampled_from(QUANTITIES),
    st.sampled_from([(), ("+petite",), ("-olives",), ("+grande", "+petite"), ("+nonsense",)]),
    st.none() | st.integers(0, 4),
)
mentions = st.one_of(
    st.just(unknown("piles")),
    st.just(unknown("doliprane")),
    st.builds(
        lambda qty: vague("du beurre", "beurre-doux", "beurre-sale", qty=qty),
        st.none() | st.sampled_from([Decimal(q) for q in QUANTITIES]),
    ),
)
answers = st.none() | st.builds(
    Answer,
    yes=st.none() | st.booleans(),
    none=st.booleans(),
    skus=st.sampled_from([(), (Sku("beurre-sale"),), (Sku("baguette"),)]),
    codes=st.sampled_from([(), ("petite",), ("nonsense",)]),
    qty=st.none() | st.sampled_from([Decimal(q) for q in QUANTITIES]),
    place=st.none() | st.just(PlaceSlug("le-bourg")),
    name=st.none() | st.just("Mme Petit"),
)
messages = st.fixed_dictionaries(
    {
        "intent": st.sampled_from([i for i in Intent if i not in {Intent.STOP, Intent.HUMAN}]),
        "lines": st.lists(lines, max_size=2).map(tuple),
        "unresolved": st.lists(mentions, max_size=1).map(tuple),
        "answer": answers,
        "period": st.none() | st.sampled_from(Period),
        "person": st.none() | st.just("Odette"),
        "beneficiary": st.booleans(),
    }
)
presses = st.sampled_from(
    ["confirm", "modify", "cancel", "yes", "no", "none", "choose:1", "choose:9"]
)
steps = st.lists(messages | presses | st.sampled_from(["night", "shop"]), max_size=12)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(walk=steps)
def test_any_walk_is_answered_and_orders_only_what_was_agreed(
    walk: list[object], saint_aubin: Village, lexicon: Lexicon
) -> None:
    talk = Talk(village=saint_aubin, lexicon=lexicon)
    for step in walk:
        asked = talk.state.asked
        match step:
            case "night":
                talk.now += timedelta(hours=13)
                continue
            case "shop":
                answer_by_shop(talk)
                continue
            case str(action):
                said = talk.presses(action)
            case dict(fields):
                intent = fields["intent"]
                rest = {name: value for name, value in fields.items() if name != "intent"}
                said = talk.means("voilà ma liste", intent, **rest)
        assert said or talk.state.with_person_until
        if any(isinstance(command, PlaceOrder) for command in talk.commands):
            assert isinstance(asked, AskConfirm)


def answer_by_shop(talk: Talk) -> None:
    """Let the newest placed order's shop accept it."""
    placed = [o for o in talk.orders if o.status == "placed"]
    if placed:
        talk.shop(placed[0].shop, services.accept, placed[0].number, placed[0].shop)
