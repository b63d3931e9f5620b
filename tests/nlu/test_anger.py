"""Who is angry: words of three languages, and how loud they are."""

import pytest

from tournee.nlu.intents.anger import is_angry
from tournee.nlu.intents.examples import read_examples
from tournee.nlu.model import Intent
from tournee.nlu.words.phrases import LOCALES

CALM = (Intent.COMPLAINT, Intent.STOP, Intent.OTHER, Intent.HUMAN)
"""Intents that angry people have."""


@pytest.mark.parametrize(
    "said",
    [
        "C'est nul votre truc !!!",
        "vous vous foutez de moi",
        "je suis furieux, toujours pas livré",
        "MAIS C'EST NUL CE ROBOT",
        "I'm fed up with this",
        "this is ridiculous!! still not here",
        "estoy harta de este robot",
        "es una vergüenza",
    ],
)
def test_somebody_angry_is_heard(said: str) -> None:
    assert is_angry(said)


@pytest.mark.parametrize(
    "said",
    [
        "2 BAGUETTES ET DU BEURRE DEMI-SEL!!!",
        "merci !!!",
        "encore une fois 2 baguettes svp",
        "zut, j'ai oublié le pain",
        "c'est nul",
        "BONJOUR JE VOUDRAIS DU PAIN",
        "enough butter for two",
        "",
    ],
)
def test_loud_or_disappointed_is_not_angry(said: str) -> None:
    assert not is_angry(said)


@pytest.mark.parametrize("locale", LOCALES)
def test_nobody_who_orders_in_the_examples_is_angry(locale: str) -> None:
    examples = [e for e in read_examples(locale) if e.intent not in CALM]
    assert len(examples) > 500
    angry = [e.text for e in examples if is_angry(e.text)]
    assert angry == []
