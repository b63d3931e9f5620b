"""Whatever is written, in whatever state the conversation is: it is understood or not, no error.

How long it takes is for `make fuzz`: a test that looks at the clock fails on a busy machine.
"""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tournee.catalog import folder
from tournee.catalog.model import Sku
from tournee.nlu import wire
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Intent, Line, Parse, Question, QuestionKind, Reason
from tournee.nlu.parse import parse
from tournee.nlu.reading import lattice
from tournee.nlu.words.tokens import clean, tokenize

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
LEXICON = Lexicon(folder.read(Path(__file__).parents[2] / "villages" / "saint-aubin"))
SKUS = [product.sku for product in LEXICON.products]
WORDS = sorted({word for product in LEXICON.products for word in product.name.split()})
_SMALL = (
    "2 un deux demi 1/2 500g 10€ kilo de du sans pas avec et ni plutôt non finalement au lieu "
    "supplément double enlevez rajoutez aussi chaque pareil oui demain mardi soir pour , . ? : \n"
)

texts = st.text(st.characters(exclude_categories=())) | st.lists(
    st.sampled_from(WORDS) | st.sampled_from(_SMALL.split(" ")), max_size=12
).map(" ".join)
skus = st.sampled_from(SKUS)
amounts = st.none() | st.decimals(min_value=0, max_value=99, places=3)
lines = st.builds(Line, sku=skus, qty=amounts, count=amounts)
questions = st.builds(
    Question,
    kind=st.sampled_from(QuestionKind),
    text=texts,
    skus=st.lists(skus, max_size=4, unique=True).map(tuple),
    codes=st.lists(st.sampled_from(["petite", "moyenne", "olives"]), max_size=3).map(tuple),
    days=st.lists(st.dates(date(2026, 11, 23), date(2027, 1, 31)), max_size=3).map(tuple),
    qty=amounts,
)
contexts = st.builds(
    Context,
    now=st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (naive bounds are what it takes)
    timezone=st.sampled_from(["Europe/Paris", "America/New_York", "Indian/Reunion"]),
    locale=st.sampled_from([None, "fr", "en", "es", "de"]),
    question=st.none() | questions,
    basket=st.lists(lines, max_size=4).map(tuple),
    recent=st.lists(skus, max_size=2).map(tuple),
    usual=st.lists(skus, max_size=3).map(tuple),
    taught=st.lists(st.tuples(texts, skus), max_size=2).map(tuple),
)


def holds(understood: Parse) -> None:
    """Check what every parse must hold."""
    assert 0 <= understood.confidence <= 1
    assert all(line.sku in LEXICON.number for line in understood.lines)
    assert all(line.qty is None or line.qty.is_finite() for line in understood.lines)
    wire.write(1, understood).encode()


@settings(
    max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(text=texts, context=contexts)
def test_any_text_in_any_state_of_the_conversation_is_borne(text: str, context: Context) -> None:
    holds(parse(text, LEXICON, context))


ODD = {
    "ten thousand letters": "a" * 10_000,
    "ten thousand figures": "9" * 10_000,
    "ten thousand lines": "\n" * 10_000,
    "two thousand numbers": " ".join(map(str, range(2_000))),
    "five hundred products": ", ".join((WORDS * 3)[:500]),
    "one word over and over": "pain " * 500,
    "a kind over and over": "fromage " * 500,
    "two kinds over and over": "vin rouge " * 500,
    "parts of nothing": "et une avec " * 300,
    "parts of parts": "2 pizzas une sans olives et une " * 80,
    "corrections of corrections": "non plutôt avec non " * 200,
    "products with numbers between": " 2 ".join((WORDS * 3)[:500]),
    "ten thousand commas": "," * 10_000,
    "no spaces, no letters of ours": "我想要面包和奶酪" * 300,
    "emoji": "🥖🧀" * 200,
    "right to left": "مرحبا أريد خبز \u202e" * 30,
    "control characters": "".join(map(chr, range(32))) * 20,
    "halves of pairs": "\ud83d 2 baguettes \ude00" * 10,
    "accents that stand alone": "e\u0301\u0336 \u0301\u0301 2 baguettes" * 20,
    "nothing": "",
    "blanks": " \t \u00a0",
    "figures of other scripts": "٣ baguettes ² ३ ½",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_messages_are_borne(text: str) -> None:
    holds(parse(text, LEXICON, Context(now=NOW)))


@pytest.mark.parametrize("kind", QuestionKind)
@pytest.mark.parametrize(
    "text", ["", " \t", "?", "mci kilo, x3 \u0663, diminue\n", "non", "12 plutôt"]
)
def test_odd_answers_are_borne(text: str, kind: QuestionKind) -> None:
    asked = Question(kind=kind, text="du lait", skus=(Sku("lait-entier"),), qty=Decimal(1))
    basket = tuple(Line(sku=Sku(sku), qty=Decimal(2)) for sku in ("oeufs-6", "baguette"))
    for held in ((), basket[:1], basket):
        holds(parse(text, LEXICON, Context(now=NOW, question=asked, basket=held)))


def test_halves_of_pairs_hide_no_order() -> None:
    understood = parse("\ud83d 2 baguettes \ude00", LEXICON, Context(now=NOW))
    assert [(line.sku, line.qty) for line in understood.lines] == [("baguette", Decimal(2))]


def test_cleaning_keeps_the_places_of_all_characters() -> None:
    assert clean("a\0b\ud83dc é") == "a\ufffdb\ufffdc é"


def test_what_stands_beyond_the_longest_message_is_told_as_not_understood() -> None:
    text = (
        "et " * (lattice.MOST_TOKENS % 3)
        + "2 baguettes, " * (lattice.MOST_TOKENS // 3)
        + "3 croissants"
    )
    understood = parse(text, LEXICON, Context(now=NOW))
    assert understood.intent is Intent.ORDER
    assert {line.sku for line in understood.lines} == {"baguette"}
    assert understood.unresolved[-1].text == "3 croissants"
    assert understood.unresolved[-1].reason is Reason.UNKNOWN


def test_the_same_message_is_understood_alike_whatever_came_before() -> None:
    chance = random.Random(1)  # noqa: S311 (no secret)
    messages = [
        " ".join(chance.choices(WORDS, k=4) + chance.choices(_SMALL.split(" "), k=3))
        for _ in range(40)
    ]
    context = Context(now=NOW)
    once = {text: parse(text, LEXICON, context) for text in messages}
    chance.shuffle(messages)
    assert all(parse(text, LEXICON, context) == once[text] for text in messages)


def test_every_token_has_a_folded_form() -> None:
    assert all(token.norm for token in tokenize("".join(map(chr, range(0x250, 0x370)))))
