"""Mentions as people write them find the products that they mean."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tournee.nlu.search.index import Entry, Index, Match
from tournee.nlu.search.vocabulary import Evidence
from tournee.nlu.words.tokens import tokenize

CATALOGUE = {
    "baguette": ("Baguette", "french stick", "barra de pan"),
    "tradition": ("Baguette tradition", "tradi"),
    "croissant": ("Croissant", "croissant au beurre"),
    "croissant-amandes": ("Croissant aux amandes",),
    "pain-chocolat": ("Pain au chocolat", "chocolatine"),
    "pain-lait": ("Pain au lait",),
    "pain-campagne": ("Pain de campagne 500 g",),
    "tarte-4": ("Tarte aux pommes 4 personnes",),
    "tarte-6": ("Tarte aux pommes 6 personnes",),
    "steak": ("Steak haché 150 g",),
    "viande-hachee": ("Viande hachée de bœuf", "bœuf haché"),
    "jambon": ("Jambon blanc (la tranche)", "jambon de Paris"),
    "saucisson": ("Saucisson sec", "saucisson"),
    "lait-entier": ("Lait entier 1 l",),
    "lait-demi": ("Lait demi-écrémé 1 l",),
    "beurre-doux": ("Beurre doux 250 g", "plaquette de beurre doux"),
    "beurre-sel": ("Beurre demi-sel 250 g", "demi-sel"),
    "yaourt-4": ("Yaourts nature x4",),
    "yaourt-12": ("Yaourts nature x12",),
    "eau-plate": ("Eau de source 1,5 l", "eau plate"),
    "eau-gazeuse": ("Eau gazeuse 1 l",),
    "moutarde": ("Moutarde de Dijon 370 g", "moutarde"),
    "moutarde-ancienne": ("Moutarde à l'ancienne 350 g",),
    "the": ("Thé noir Earl Grey x25",),
    "golden": ("Pommes Golden", "golden"),
    "gala": ("Pommes Gala",),
    "charlotte": ("Pommes de terre Charlotte", "charlotte"),
    "ratte": ("Pommes de terre Ratte",),
    "carotte": ("Carottes",),
    "poireau": ("Poireaux",),
    "tomate": ("Tomates rondes",),
    "melon": ("Melon charentais", "melon"),
    "laitue": ("Laitue",),
    "mache": ("Mâche (barquette 150 g)",),
    "chou-fleur": ("Chou-fleur",),
    "comte-12": ("Comté 12 mois",),
    "comte-18": ("Comté 18 mois",),
    "fromage-blanc": ("Fromage blanc 500 g",),
    "pizza": ("Pizza Quatre fromages", "4 fromages"),
    "huitres-2": ("Huîtres n°2 (la douzaine)",),
    "huitres-3": ("Huîtres n°3 (la douzaine)",),
    "dentifrice": ("Dentifrice menthe 75 ml",),
}
INDEX = Index.build(Entry(key=key, forms=forms) for key, forms in CATALOGUE.items())


def norms(text: str) -> tuple[str, ...]:
    return tuple(token.norm for token in tokenize(text))


def search(text: str, limit: int = 5) -> Sequence[Match]:
    return INDEX.search(norms(text), limit)


def first(text: str) -> str:
    found = search(text)
    return found[0].key if found else ""


@pytest.mark.parametrize(
    ("mention", "key"),
    [
        # letters, accents, sounds
        ("baguete", "baguette"),
        ("bagutte", "baguette"),
        ("CROISSANTS", "croissant"),
        ("kroissan", "croissant"),
        ("jembon blan", "jambon"),
        ("froumage blanc", "fromage-blanc"),
        ("pain o chocola", "pain-chocolat"),
        ("pin o lé", "pain-lait"),
        ("stek aché", "steak"),
        ("saucison", "saucisson"),
        ("moutarde a lansienne", "moutarde-ancienne"),
        ("carotes", "carotte"),
        ("yaours nature par 12", "yaourt-12"),
        # shortened
        ("croiss", "croissant"),
        ("bag tradi", "tradition"),
        ("plak de beur", "beurre-doux"),
        ("lait demi ecr", "lait-demi"),
        ("dentif", "dentifrice"),
        # joined and parted
        ("chouxfleur", "chou-fleur"),
        ("pain auchocolat", "pain-chocolat"),
        ("ogazeuse", "eau-gazeuse"),
        ("choco latine", "pain-chocolat"),
        ("painau chocolat", "pain-chocolat"),
        ("saucissonsec", "saucisson"),
        ("thénoir", "the"),
        ("comté12 mois", "comte-12"),
        # order and connectives
        ("pain chocolat", "pain-chocolat"),
        ("demi-sel beurre", "beurre-sel"),
        ("noir thé", "the"),
        # sizes
        ("tarte aux pommes 6 personnes", "tarte-6"),
        ("tarte aux pommes 4 personnes", "tarte-4"),
        ("huîtres n°3", "huitres-3"),
        ("comté 18 mois", "comte-18"),
        ("4 fromages", "pizza"),
        ("pizza quatre fromages", "pizza"),
        # other languages
        ("zanahorias", "carotte"),
        ("leeks", "poireau"),
        ("tomatoes", "tomate"),
        ("melón", "melon"),
        ("minced beef", "viande-hachee"),
    ],
)
def test_a_mention_finds_its_product_first(mention: str, key: str) -> None:
    assert first(mention) == key


@pytest.mark.parametrize(
    ("mention", "keys"),
    [
        ("comté", {"comte-12", "comte-18"}),
        ("tarte aux pommes", {"tarte-4", "tarte-6"}),
        ("yaourts nature", {"yaourt-4", "yaourt-12"}),
        ("huîtres", {"huitres-2", "huitres-3"}),
        ("paume de terre", {"charlotte", "ratte"}),
        ("pdt", {"charlotte", "ratte"}),
        ("salade", {"laitue", "mache"}),
    ],
)
def test_products_that_a_mention_does_not_tell_apart_score_the_same(
    mention: str, keys: set[str]
) -> None:
    found = search(mention)
    assert {match.key for match in found if match.score == found[0].score} == keys


@pytest.mark.parametrize(
    "mention", ["nutella", "beaufort", "piles LR6", "pommes pink lady", "rosette", "sopa", "mettez"]
)
def test_what_the_catalogue_lacks_matches_weakly_or_not_at_all(mention: str) -> None:
    assert all(match.score < 0.5 for match in search(mention))


def test_a_whole_name_beats_longer_names_that_hold_it() -> None:
    best, second = search("baguette")[:2]
    assert (best.key, best.whole) == ("baguette", Evidence.EXACT)
    assert second.whole is None
    assert best.score > second.score + 0.1


def test_a_name_without_its_size_is_said_whole() -> None:
    match = search("pain de campagne")[0]
    assert (match.key, match.whole, match.extras) == ("pain-campagne", Evidence.EXACT, 0)


def test_a_size_that_is_said_is_counted() -> None:
    assert search("pain de campagne 500 g")[0].extras == 2


def test_evidence_tells_how_a_word_was_recognised() -> None:
    assert search("baguettes")[0].evidence is Evidence.INFLECTED
    assert search("kroissan")[0].evidence is Evidence.SOUND
    assert (search("bagutte")[0].evidence, search("bagutte")[0].edits) == (Evidence.TYPO, 1)
    assert search("croiss")[0].evidence is Evidence.PREFIX
    assert search("poireaux")[0].evidence is Evidence.EXACT
    assert search("leeks")[0].evidence is Evidence.TRANSLATED
    assert search("salade")[0].evidence is Evidence.KIND


def test_surer_evidence_scores_higher() -> None:
    scores = [search(m)[0].score for m in ("carotte", "karote", "zanahorias")]
    assert scores == sorted(scores, reverse=True)


def test_a_word_that_no_product_has_is_missed_with_full_weight() -> None:
    assert INDEX.weight("pink") == 1.0
    assert search("pommes pink")[0].missed == 1.0
    assert 0 < INDEX.weight("baguette") < 1
    assert INDEX.weight("de") == 0.0


def test_a_head_is_what_the_thing_is() -> None:
    heads = {match.key: match.head for match in search("pommes", 10)}
    assert heads["golden"]
    assert not heads["tarte-4"]


def test_spans_of_a_message_are_the_stretches_that_may_be_products() -> None:
    tokens = norms("bonjour 2 baguettes tradition et un pain au chocolat svp")
    found = INDEX.spans(tokens)
    assert found[2, 4][0].key == "tradition"
    assert found[2, 3][0].key == "baguette"
    assert found[6, 9][0].key == "pain-chocolat"
    assert not any(start == 0 or end == len(tokens) for start, end in found)


def test_a_number_or_a_unit_alone_is_no_product() -> None:
    assert INDEX.spans(norms("6 personnes 500 g")) == {}


def test_spans_agree_with_search() -> None:
    text = norms("tarte aux pommes 6 personnes")
    assert INDEX.spans(text)[0, 5][0] == INDEX.search(text)[0]


def test_two_products_of_one_name_are_both_found_in_their_order() -> None:
    twins = Index.build([Entry(key="b", forms=("Pain",)), Entry(key="a", forms=("Pain",))])
    found = twins.search(("pain",))
    assert [(match.key, match.score) for match in found] == [("b", 1.0), ("a", 1.0)]


def test_an_empty_catalogue_finds_nothing() -> None:
    empty = Index.build([])
    assert empty.search(("pain",)) == ()
    assert empty.spans(("pain",)) == {}
    assert len(empty) == 0


def test_a_name_of_small_words_alone_can_be_found() -> None:
    index = Index.build([Entry(key="x", forms=("Le 4",)), Entry(key="y", forms=("De la",))])
    assert index.search(("le", "4"))[0].key == "x"
    assert index.search(("de", "la"))[0].key == "y"


def test_a_name_without_words_is_passed_over() -> None:
    index = Index.build([Entry(key="x", forms=("", "…", "Pain")), Entry(key="y", forms=("!",))])
    assert [match.key for match in index.search(("pain",))] == ["x"]


def test_a_crowded_catalogue_finds_the_name_that_holds_every_word() -> None:
    kinds = ("fraise", "citron", "vanille", "café", "noix")
    crowd = [f"Yaourt {kind} numéro {i}" for i in range(600) for kind in kinds]
    names = [*crowd, "Yaourt fraise citron", "Yaourt"]
    index = Index.build(Entry(key=name, forms=(name,)) for name in names)
    assert index.search(norms("yaourt fraise citron"))[0].key == "Yaourt fraise citron"
    assert index.search(norms("citron, yaourt, fraise"))[0].key == "Yaourt fraise citron"
    assert index.search(norms("yaourts"))[0].key == "Yaourt"
    assert index.spans(norms("un yaourt fraise"))[1, 3][0].whole is None


def test_what_is_remembered_of_words_stays_bounded() -> None:
    index = Index.build([Entry(key="x", forms=("Pain",))])
    for i in range(1, 9000):
        index.spans(("pain",), limit=i)
        index.weight(f"mot{i:b}".replace("0", "a").replace("1", "b"))
    assert index.spans(("pain",))[0, 1][0].key == "x"
    assert len(index._words) <= 4096
    assert len(index.vocabulary._cache) <= 8192


def test_a_word_of_a_thousand_letters_is_passed_over_quickly() -> None:
    started = time.process_time()
    assert INDEX.search(("ab" * 500, "baguette"))[0].key == "baguette"
    assert time.process_time() - started < 0.1


def test_a_message_of_four_hundred_words_is_read_quickly() -> None:
    message = norms("2 baguettes tradition et un pain au chocolat, du lait demi-écrémé " * 30)
    started = time.process_time()
    assert len(INDEX.spans(message)) > 100
    assert time.process_time() - started < 1.0


WORDS = st.text(min_size=0, max_size=12)
PHRASES = st.lists(
    st.sampled_from(sorted({w for forms in CATALOGUE.values() for f in forms for w in f.split()})),
    min_size=1,
    max_size=4,
).map(" ".join)


@given(st.lists(WORDS, max_size=8))
@settings(max_examples=150, deadline=None)
def test_any_tokens_can_be_searched(words: list[str]) -> None:
    tokens = norms(" ".join(words))
    spans = INDEX.spans(tokens)
    found = [*INDEX.search(tokens), *(match for matches in spans.values() for match in matches)]
    for match in found:
        assert 0 < match.score <= 1
        assert 0 <= match.mention_coverage <= 1
        assert 0 <= match.form_coverage <= 1
        assert 0 <= match.missed <= 1
        assert 0 < match.rarity <= 1
    assert all(0 <= start < end <= len(tokens) for start, end in spans)


CLOSED = PHRASES.filter(lambda phrase: phrase.count("(") == phrase.count(")"))
"""What stands behind a bracket that is never closed may be left out."""


@example(["de n°2", "n°2"])
@given(st.lists(CLOSED, min_size=1, max_size=12, unique=True))
@settings(max_examples=100, deadline=None)
def test_every_name_finds_itself_first(names: list[str]) -> None:
    index = Index.build(Entry(key=name, forms=(name,)) for name in names)
    for name in names:
        found = index.search(norms(name), len(names))
        assert name in {match.key for match in found if match.score >= found[0].score - 1e-9}
