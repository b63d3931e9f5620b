"""Weights, volumes, money and packs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.nlu.quantity import amounts
from tournee.nlu.quantity.amounts import AmountSpan, Measure
from tournee.nlu.words.tokens import tokenize


def longest(text: str, locale: str | None = None) -> AmountSpan:
    found = amounts.spans(tokenize(text), locale)
    return max(found, key=lambda s: (s.end - s.start, -s.start))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500g", "0.5"),
        ("500 grs de comté", "0.5"),
        ("1 kg", "1"),
        ("1,250 kg", "1.25"),
        ("1.250 kg", "1.25"),
        ("une livre", "0.5"),
        ("une livre et demie", "0.75"),
        ("une demi-livre", "0.25"),
        ("un quart de livre", "0.125"),
        ("trois cents grammes", "0.3"),
        ("1kg500", "1.5"),
        ("1 kg 500", "1.5"),
        ("1 kg 500 g", "1.5"),
        ("deux kilos et demi", "2.5"),
        ("un kilo et demi", "1.5"),
        ("kilo et demi", "1.5"),
        ("un kilo deux cents", "1.2"),
        ("3kg5", "3.5"),
        ("2k de patates", "2"),
        ("half a pound", "0.226796185"),
        ("a pound and a half", "0.680388555"),
        ("2 lbs", "0.90718474"),
        ("2oz", "0.05669904625"),
        ("medio kilo", "0.5"),
        ("una libra", "0.5"),
        ("kilo y medio", "1.5"),
    ],
)
def test_a_weight_is_exact_in_kilos(text: str, value: str) -> None:
    span = longest(text)
    assert (span.unit, span.value) == (Measure.KG, Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1L", "1"),
        ("33cl", "0.33"),
        ("20 cl", "0.2"),
        ("un demi-litre", "0.5"),
        ("trois quarts de litre", "0.75"),
        ("250 ml", "0.25"),
        ("half a litre", "0.5"),
        ("medio litro", "0.5"),
        ("un litre et demi", "1.5"),
    ],
)
def test_a_volume_is_exact_in_litres(text: str, value: str) -> None:
    span = longest(text)
    assert (span.unit, span.value) == (Measure.LITRE, Decimal(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10 euros", "10"),
        ("10€", "10"),
        ("€10", "10"),
        ("1€15", "1.15"),
        ("1,15 €", "1.15"),
        ("dix balles", "10"),
        ("50 centimes", "0.5"),
        ("2 euros 50", "2.5"),
        ("2 euros et 50 centimes", "2.5"),
        ("une trentaine d'euros", "30"),
        ("ocho euros", "8"),
        ("pour 10e de viande", "10"),
    ],
)
def test_money_is_exact_in_euros(text: str, value: str) -> None:
    span = longest(text)
    assert (span.unit, span.value) == (Measure.EUR, Decimal(value))


@pytest.mark.parametrize(
    ("text", "value", "pack"),
    [
        ("2 boîtes de petits pois", 2, "boite"),
        ("1 plaq beur", 1, "plaquette"),
        ("3 bte thon", 3, "boite"),
        ("2 tr jambon", 2, "tranche"),
        ("1 btl", 1, "bouteille"),
        ("un pqt de biscottes", 1, "paquet"),
        ("deux petites briques", 2, "brique"),
        ("une dizaine de tranches", 10, "tranche"),
        ("two tins of tuna", 2, "tin"),
        ("tres latas", 3, "lata"),
        ("2 bouteiles", 2, "bouteille"),
        ("une barquete", 1, "barquette"),
        ("3 trnaches", 3, "tranche"),
    ],
)
def test_a_pack_counts_pieces_and_keeps_its_name(text: str, value: int, pack: str) -> None:
    span = longest(text)
    assert (span.unit, span.value, span.pack) == (Measure.PIECE, Decimal(value), pack)


def test_a_measure_alone_is_one_and_says_so() -> None:
    assert longest("kilo de pommes").implied
    assert longest("kilo de pommes").value == 1
    assert longest("paquet de café").implied
    assert not longest("un paquet de café").implied
    assert longest("un paquet de café").indefinite


def test_the_size_of_a_pack_is_kept() -> None:
    assert longest("2 petites boîtes").size == "petites"


@pytest.mark.parametrize(
    ("text", "value", "upper"),
    [
        ("2 ou 3 kg", "2", "3"),
        ("500-600 g", "0.5", "0.6"),
        ("entre 10 et 20 euros", "10", "20"),
        ("10 euros à 20 euros", "10", "20"),
    ],
)
def test_a_range_of_amounts_gives_both_ends(text: str, value: str, upper: str) -> None:
    span = longest(text)
    assert (span.value, span.upper) == (Decimal(value), Decimal(upper))


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("pas plus de 10 euros", "at_most"),
        ("au moins 1 kg", "at_least"),
        ("15 € max", "at_most"),
        ("at most 2 kg", "at_most"),
        ("no más de 10 €", "at_most"),
    ],
)
def test_a_limit_is_told_from_an_amount(text: str, bound: str) -> None:
    assert longest(text).bound == bound


def test_a_qualifier_may_follow() -> None:
    assert longest("800 g environ").approximate
    assert longest("800 g environ").value == Decimal("0.8")


@pytest.mark.parametrize("text", ["800 g et 1 kg de rattes", "1 kg and 2 kg", "1 kg y 2 kg"])
def test_and_lists_amounts_where_no_between_stands_before(text: str) -> None:
    assert not [span for span in amounts.spans(tokenize(text)) if span.upper]


@pytest.mark.parametrize("text", ["2 pommes e 3 poires", "du pain é 2 oranges", "10 e 5 pommes"])
def test_and_by_ear_before_a_number_is_no_euro(text: str) -> None:
    assert not [span for span in amounts.spans(tokenize(text), "fr") if span.unit is Measure.EUR]


def test_both_amounts_that_stand_side_by_side_are_found() -> None:
    found = amounts.spans(tokenize("un kilo de pommes 500 grammes de poires"))
    assert {s.value for s in found} == {Decimal(1), Decimal("0.5")}


def test_cents_are_read_by_the_language() -> None:
    assert longest("trois cents grammes", "fr").value == Decimal("0.3")
    assert longest("fifty cents", "en").value == Decimal("0.5")


def test_a_choice_is_no_money() -> None:
    assert not amounts.spans(tokenize("la 2e maison"), "fr")


WORDS = st.lists(
    st.sampled_from(
        [
            "un",
            "une",
            "deux",
            "demi",
            "et",
            "kg",
            "kilo",
            "livre",
            "g",
            "500",
            "1,5",
            "€",
            "euros",
            "15",
            "10€",
            "$",
            "boîte",
            "de",
            "d'",
            "d'euros",
            "1kg500",
            "l",
            "petite",
            "pas",
            "plus",
            "de",
            "entre",
            "-",
            "ou",
            "about",
            "cents",
            "half",
            "a",
            "pound",
            "tr",
            "of",
            "1.250",
        ]
    ),
    max_size=25,
).map(" ".join)


@given(st.one_of(st.text(max_size=80), WORDS), st.sampled_from([None, "fr", "en", "es"]))
def test_nothing_raises_and_every_span_lies_within_the_message(
    text: str, locale: str | None
) -> None:
    tokens = tokenize(text)
    found = amounts.spans(tokens, locale)
    assert all(0 <= s.start < s.end <= len(tokens) for s in found)
    assert all((s.pack is None) == (s.unit is not Measure.PIECE) for s in found)
    assert len(set(found)) == len(found)
