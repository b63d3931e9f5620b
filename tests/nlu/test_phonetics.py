"""Words spelled by ear share the key of the word that is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournee.nlu.words import phonetics
from tournee.nlu.words.phonetics import RULES, sound
from tournee.nlu.words.tokens import fold

ALIKE = [
    ("beurre", "beur"),
    ("bœuf", "beuf"),
    ("poireau", "poiro"),
    ("gâteau", "gato"),
    ("haricot", "aricau"),
    ("sirop", "ciro"),
    ("artichaut", "articho"),
    ("choux", "chou"),
    ("moule", "moul"),
    ("coing", "quoin"),
    ("coin", "coing"),
    ("noix", "noi"),
    ("poire", "pouare"),
    ("petits pois", "petits poi"),
    ("pain", "pin"),
    ("raisin", "rézin"),
    ("parfum", "parfin"),
    ("pintade", "paintade"),
    ("jambon", "jembon"),
    ("blanc", "blan"),
    ("champ", "chan"),
    ("piment", "piman"),
    ("lentille", "lantille"),
    ("citron", "citront"),
    ("concombre", "conconbre"),
    ("andouille", "andouill"),
    ("feuille", "feuil"),
    ("ail", "aille"),
    ("yaourt", "iaourt"),
    ("viande", "vyande"),
    ("lait", "lé"),
    ("poulet", "poulait"),
    ("italien", "italient"),
    ("panier", "pagnier"),
    ("steak", "stek"),
    ("laitue", "létu"),
    ("chou", "shou"),
    ("sandwich", "sandwiche"),
    ("chrome", "crome"),
    ("pharmacie", "farmacie"),
    ("café", "caffé"),
    ("cerise", "serise"),
    ("riz", "ri"),
    ("saucisson", "saucison"),
    ("potion", "posion"),
    ("champignon", "champinion"),
    ("baguette", "baguete"),
    ("omelette", "omelett"),
    ("gel", "jel"),
    ("pigeon", "pijon"),
    ("coque", "kok"),
    ("quiche", "kiche"),
    ("taxe", "takse"),
    ("saxon", "sakson"),
    ("whisky", "ouisky"),
    ("chocolat", "chocola"),
    ("haché", "aché"),
    ("thon", "ton"),
    ("tomate", "tomatte"),
    ("pommes", "paume"),
    ("yop", "iop"),
    ("myrtille", "mirtille"),
]
DIFFERENT = [
    ("pain", "pane"),
    ("pomme", "poire"),
    ("thon", "thym"),
    ("moule", "meule"),
    ("jambon", "jambe"),
    ("bar", "bœuf"),
    ("sole", "sel"),
    ("melon", "moulin"),
    ("porc", "poire"),
    ("veau", "vin"),
]


def heard(words: str) -> list[str]:
    return [sound(word) for word in fold(words).split()]


@pytest.mark.parametrize(("right", "by_ear"), ALIKE)
def test_words_that_sound_alike_share_a_key(right: str, by_ear: str) -> None:
    assert heard(right) == heard(by_ear)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_words_that_sound_different_do_not(one: str, other: str) -> None:
    assert heard(one) != heard(other)


def test_every_rule_is_used_by_some_word_of_the_table() -> None:
    words = [word for pair in ALIKE for word in fold(" ".join(pair)).split()]
    used = {m.lastindex for word in words for m in phonetics._ANY.finditer(word)}
    unused = [RULES[i][0] for i in range(len(RULES)) if i + 1 not in used]
    assert unused == []


def test_rules_have_no_groups_of_their_own() -> None:
    assert phonetics._ANY.groups == len(RULES)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=30))
def test_every_word_has_a_key(word: str) -> None:
    assert sound(word)
