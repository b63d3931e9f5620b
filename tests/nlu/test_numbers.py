"""Numbers in figures and words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.nlu.quantity import numbers
from tournee.nlu.quantity.numbers import NumberSpan
from tournee.nlu.words.tokens import tokenize


def read(text: str, locale: str | None = None) -> dict[str, NumberSpan]:
    """Every span by the words it covers."""
    tokens = tokenize(text)
    return {
        " ".join(t.norm for t in tokens[s.start : s.end]): s
        for s in reversed(numbers.spans(tokens, locale))
    }


def longest(text: str, locale: str | None = None) -> NumberSpan:
    return max(numbers.spans(tokenize(text), locale), key=lambda s: (s.end - s.start, -s.start))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 pains", "3"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("10 000", "10000"),
        ("dix-sept", "17"),
        ("vingt et un", "21"),
        ("soixante-dix", "70"),
        ("soixante et onze", "71"),
        ("quatre-vingts", "80"),
        ("quatre vingt dix sept", "97"),
        ("septante-trois", "73"),
        ("nonante", "90"),
        ("deux cent cinquante", "250"),
        ("mille deux cents", "1200"),
        ("twenty-one", "21"),
        ("two hundred and five", "205"),
        ("treinta y tres", "33"),
        ("ciento veinticinco", "125"),
        ("veintidós", "22"),
        ("deu baguettes", "2"),
        ("troi pains", "3"),
        ("kat oeufs", "4"),
        ("cinc", "5"),
        ("deux (2)", "2"),
        ("un virgule cinq", "1.5"),
    ],
)
def test_a_whole_number_is_read_in_figures_and_in_words(text: str, value: str) -> None:
    assert longest(text).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/2", "0.5"),
        ("½ livre", "0.5"),
        ("3 1/2", "3.5"),
        ("un demi", "0.5"),
        ("une demie", "0.5"),
        ("un quart", "0.25"),
        ("trois quarts", "0.75"),
        ("2 et demi", "2.5"),
        ("deux et demie", "2.5"),
        ("half", "0.5"),
        ("half a", "0.5"),
        ("one and a half", "1.5"),
        ("medio", "0.5"),
        ("dos y medio", "2.5"),
        ("une douzaine", "12"),
        ("deux douzaines", "24"),
        ("une demi-douzaine", "6"),
        ("half a dozen", "6"),
        ("media docena", "6"),
        ("une paire", "2"),
    ],
)
def test_a_fraction_and_a_dozen_are_exact(text: str, value: str) -> None:
    span = longest(text)
    assert span.value == Decimal(value)
    assert not span.approximate


@pytest.mark.parametrize("text", ["une quinzaine", "une dizaine", "environ 3", "à peu près dix"])
def test_a_round_number_is_approximate(text: str) -> None:
    assert longest(text).approximate


def test_an_article_may_count_but_is_marked() -> None:
    for text in ("un pain", "une baguette", "a loaf", "un melón", "una barra"):
        assert longest(text).indefinite
        assert longest(text).value == 1
    assert not longest("one loaf").indefinite


def test_every_number_that_a_later_word_could_prefer_is_returned() -> None:
    found = read("deux mille feuilles")
    assert found["deux"].value == 2
    assert found["deux mille"].value == 2000


def test_the_inside_of_a_number_is_no_number() -> None:
    assert set(read("quatre-vingt-dix")) == {"quatre", "quatre vingt", "quatre vingt dix"}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2 ou 3 pains", 2, 3),
        ("2ou3 pains", 2, 3),
        ("3-4 tomates", 3, 4),
        ("deux à trois", 2, 3),
        ("entre 4 et 6", 4, 6),
        ("two or three", 2, 3),
        ("dos o tres", 2, 3),
        ("un ou deux", 1, 2),
        ("deux trois tomates", 2, 3),
    ],
)
def test_a_range_gives_both_ends(text: str, low: int, high: int) -> None:
    span = longest(text)
    assert (span.value, span.upper, span.approximate) == (Decimal(low), Decimal(high), True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("la 2", 2),
        ("le premier", 1),
        ("la deuxième", 2),
        ("le 2e", 2),
        ("1er", 1),
        ("the third", 3),
    ],
)
def test_an_ordinal_is_told_from_a_count(text: str, value: int) -> None:
    ordinals = [s for s in numbers.spans(tokenize(text)) if s.ordinal]
    assert {s.value for s in ordinals} == {value}


@pytest.mark.parametrize("text", ["x2", "2x", "2 x", "x 2"])
def test_a_times_sign_belongs_to_its_number(text: str) -> None:
    span = longest(text)
    assert (span.value, span.end - span.start) == (Decimal(2), 2)


@pytest.mark.parametrize("text", ["cinquante trois zéro", "mille mille", "dix deux", "vingt un"])
def test_words_that_do_not_add_up_are_no_single_number(text: str) -> None:
    tokens = tokenize(text)
    whole = [s for s in numbers.spans(tokens, "fr") if s.end - s.start == len(tokens)]
    assert not whole


def test_the_language_decides_what_a_shared_word_is() -> None:
    assert not numbers.spans(tokenize("le dos de cabillaud"), "fr")
    assert numbers.spans(tokenize("dos barras"), "es")[0].value == 2
    assert not numbers.spans(tokenize("à emporter"), "fr")


def test_a_telephone_number_is_no_count() -> None:
    assert not [s for s in numbers.spans(tokenize("0033612345678901")) if s.value > 10**9]


def test_a_slash_between_neighbours_may_mean_or() -> None:
    readings = {(s.value, s.upper) for s in numbers.spans(tokenize("3/4 tomates"))}
    assert readings == {(Decimal("0.75"), None), (Decimal(3), Decimal(4))}


WORDS = st.lists(
    st.sampled_from(
        [
            "un",
            "une",
            "deux",
            "demi",
            "et",
            "cent",
            "mille",
            "quatre",
            "vingt",
            "dix",
            "2",
            "3,5",
            "1/2",
            ",",
            ".",
            "x",
            "la",
            "ou",
            "-",
            "(",
            ")",
            "a",
            "half",
            "dozen",
            "y",
            "medio",
            "environ",
            "entre",
            "pour",
            "1.000",
            "000",
            "douzaine",
            "point",
            "o",
            "12345678901234",
        ]
    ),
    max_size=25,
).map(" ".join)


@given(st.one_of(st.text(max_size=80), WORDS), st.sampled_from([None, "fr", "en", "es"]))
def test_nothing_raises_and_every_span_lies_within_the_message(
    text: str, locale: str | None
) -> None:
    tokens = tokenize(text)
    found = numbers.spans(tokens, locale)
    assert all(0 <= s.start < s.end <= len(tokens) for s in found)
    assert all(s.value >= 0 and s.value.is_finite() for s in found)
    assert all(s.upper is None or s.upper > s.value for s in found)
    assert len(set(found)) == len(found)
