"""The intent model: what it masks, what it says of messages it was not trained on, its making."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tournee.nlu.intents.examples import (
    LOCALES,
    Example,
    read_examples,
    read_topics,
    read_variation,
    spans,
    vary,
)
from tournee.nlu.intents.intents import IntentModel, Slot, Span, mask
from tournee.nlu.intents.training import all_examples, fit, instances, predict, split, train
from tournee.nlu.model import Intent
from tournee.nlu.words.tokens import tokenize

ALONE = [
    ("bonjour bonjour madame", Intent.GREETING),
    ("bjr comment vous allez", Intent.GREETING),
    ("oui oui c'est tout bon pour moi", Intent.CONFIRM),
    ("yes that's right thanks", Intent.CONFIRM),
    ("non merci madame", Intent.DECLINE),
    ("👎", Intent.DECLINE),
    ("annulez toute ma commande svp", Intent.CANCEL),
    ("non laissez tomber merci", Intent.CANCEL),
    ("STOP", Intent.STOP),
    ("ARRET SMS", Intent.STOP),
    ("je souhaite ne plus recevoir ces textos", Intent.STOP),
    ("no quiero recibir mensajes", Intent.STOP),
    ("?", Intent.HELP),
    ("comment je fais pour commander chez vous", Intent.HELP),
    ("je voudrais avoir quelqu'un au bout du fil", Intent.HUMAN),
    ("mille mercis à toute l'équipe", Intent.THANKS),
    ("la même chose que mardi dernier svp", Intent.REPEAT),
    ("combien je vous dois en tout", Intent.ASK_PRICE),
    ("vous passez quel jour dans notre hameau ?", Intent.ASK_ROUND),
    ("vous fermez à quelle heure ce soir ?", Intent.ASK_HOURS),
    ("le livreur est encore loin ?", Intent.ASK_STATUS),
    ("posez le sac derrière le portail", Intent.SET_DELIVERY),
    ("tout était cassé au fond du sac", Intent.COMPLAINT),
    ("pardon je me suis trompée de numéro", Intent.OTHER),
    ("votre colis est bloqué en douane, cliquez ici", Intent.OTHER),
    ("rappel : rdv chez le dentiste lundi, répondez OUI pour confirmer", Intent.OTHER),
]


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel.load()


@pytest.mark.parametrize(("text", "intent"), ALONE)
def test_a_message_without_goods_is_understood_from_its_words(
    model: IntentModel, text: str, intent: Intent
) -> None:
    assert next(iter(model.predict(tokenize(text)))) is intent


@pytest.mark.parametrize(
    ("text", "thing", "intent"),
    [
        ("je voudrais 2 gloubis svp", "gloubis", Intent.ORDER),
        ("enlevez le gloubi", "gloubi", Intent.REMOVE),
        ("rajoutez un gloubi", "gloubi", Intent.ADD),
        ("vous avez du gloubi ?", "gloubi", Intent.ASK_AVAILABILITY),
        ("c'est combien le gloubi ?", "gloubi", Intent.ASK_PRICE),
        ("il manquait le gloubi dans mon sac", "gloubi", Intent.COMPLAINT),
    ],
)
def test_a_thing_nobody_ever_sold_is_understood_once_it_is_marked(
    model: IntentModel, text: str, thing: str, intent: Intent
) -> None:
    tokens = tokenize(text)
    at = next(i for i, token in enumerate(tokens) if token.norm == thing)
    spans = (Span(Slot.PRODUCT, at, at + 1),)
    assert next(iter(model.predict(tokens, spans))) is intent


def test_probabilities_are_of_all_intents_best_first_and_add_up(model: IntentModel) -> None:
    predicted = model.predict(tokenize("2 baguettes"))
    assert set(predicted) == set(Intent)
    assert sum(predicted.values()) == pytest.approx(1)
    assert list(predicted.values()) == sorted(predicted.values(), reverse=True)


def test_threads_share_a_model_and_get_their_own_answers(model: IntentModel) -> None:
    messages = [tokenize(text) for text, _ in ALONE] * 40
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda tokens: next(iter(model.predict(tokens))), messages))
    assert found == [intent for _, intent in ALONE] * 40


@pytest.mark.parametrize("text", ["", " ", "\n\n", "️", "🙂", "<product> <item>", "a" * 2000])
def test_any_text_has_an_intent(model: IntentModel, text: str) -> None:
    assert len(model.predict(tokenize(text))) == len(Intent)


def test_a_list_of_things_is_masked_as_one() -> None:
    tokens = tokenize("bonjour 2 pains, du lait et 6 oeufs merci")
    found = (
        Span(Slot.QUANTITY, 1, 2),
        Span(Slot.PRODUCT, 2, 3),
        Span(Slot.PRODUCT, 5, 6),
        Span(Slot.QUANTITY, 7, 8),
        Span(Slot.PRODUCT, 8, 9),
    )
    assert mask(tokens, found) == ("bonjour", "<item>", "merci")


def test_of_spans_that_overlap_the_longest_is_masked() -> None:
    tokens = tokenize("du pain de mie")
    found = (Span(Slot.PRODUCT, 1, 2), Span(Slot.PRODUCT, 1, 4))
    assert mask(tokens, found) == ("du", "<product>")


def test_numbers_are_masked_whoever_found_them() -> None:
    assert mask(tokenize("commande 4821")) == ("commande", "<number>")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_intent_has_examples_in_every_language(locale: str) -> None:
    least = {"fr": 80, "en": 30, "es": 25}[locale]
    texts: dict[Intent, set[str]] = {intent: set() for intent in Intent}
    for example in read_examples(locale):
        texts[example.intent].add(example.text)
    assert [intent for intent in Intent if len(texts[intent]) < least] == []


def test_no_message_has_two_intents() -> None:
    meant: dict[tuple[str, str], Intent] = {}
    for example in all_examples():
        key = (example.locale, example.text)
        assert meant.setdefault(key, example.intent) is example.intent, example.text


def test_annotations_are_read_without_their_article() -> None:
    example = next(
        e for e in read_examples("fr") if e.annotated == "vous avez du [comté](product) ?"
    )
    tokens = tokenize(example.text)
    assert example.entities == ((13, 18, Slot.PRODUCT),)
    assert spans(example, tokens) == (Span(Slot.PRODUCT, 3, 4),)


def test_a_variation_keeps_intent_and_things() -> None:
    variation, rng = read_variation("fr"), random.Random(1)  # noqa: S311
    for example in read_examples("fr")[::7]:
        varied = vary(example, variation, rng)
        assert varied.intent is example.intent
        assert {slot for *_, slot in example.entities} <= {slot for *_, slot in varied.entities}


@pytest.fixture(scope="module")
def some() -> list[Example]:
    return all_examples()[::12]


def test_training_twice_writes_the_same_bytes(tmp_path: Path, some: list[Example]) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        train(some, tmp_path / name, per_intent=40)
    one, two = (sorted((tmp_path / name).iterdir()) for name in ("one", "two"))
    assert [file.name for file in one] == [file.name for file in two]
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]
    assert 0.5 < json.loads((tmp_path / "one" / "intents.json").read_text())["temperature"] < 3


def test_a_quarter_of_the_data_already_teaches_most_messages_held_back() -> None:
    kept, held = split(all_examples()[::4])
    model = IntentModel(fit(instances(kept, per_intent=90)), read_topics(), 1.0)
    right = sum(next(iter(predict(model, example))) is example.intent for example in held)
    assert right / len(held) > 0.6


@pytest.mark.parametrize("text", ["xzxz trucmuche", "blurp gnagna", "mlkj qsdf"])
def test_words_that_nobody_has_heard_mean_nothing_by_their_sound(text: str) -> None:
    ranked = IntentModel.load().predict(tokenize(text))
    assert next(iter(ranked)) is Intent.OTHER
