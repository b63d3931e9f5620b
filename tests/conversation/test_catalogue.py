"""Keeping the catalogue by chat, with the real services on a shelf in memory."""

import pytest

from tests.conversation.desk import Chat, Desk, operators_chat, other, shop_chat
from tournee.bot.conversation.catalogue_commands import EditCatalogue
from tournee.bot.conversation.catalogue_events import PhraseMissed
from tournee.bot.conversation.events import HelpWanted
from tournee.catalog.model import PersonSlug, Village


@pytest.fixture
def desk(saint_aubin: Village) -> Desk:
    return Desk(village=saint_aubin)


@pytest.fixture
def chat(desk: Desk) -> Chat:
    return operators_chat(desk)


@pytest.fixture
def bakery(desk: Desk) -> Chat:
    return shop_chat(desk, "boulangerie")


def price(desk: Desk, sku: str = "baguette") -> str:
    return str(desk.village.product_by_sku[sku].price.amount)


@pytest.mark.parametrize(
    "text",
    [
        "/prix baguette 1,15",
        "/prix baguette 1€15",
        "/prix baguette 1 euro 15",
        "/prix@saint_aubin_bot baguette 1.15",
        "/tarif baguette à 1,15 €",
        "mets la baguette à 1,15",
        "La baguette passe à 1,15 €",
        "/price baguette 1.15",
    ],
)
def test_a_price_can_be_said_in_many_ways(text: str, desk: Desk, chat: Chat) -> None:
    assert "1,10 → 1,15\xa0€" in chat.types(text)
    assert price(desk) == "1.15"
    assert chat.buttons == ["undo"]


@pytest.mark.parametrize(
    "text",
    [
        "la baguette à 1,15 c'est une bonne idée ?",
        "tu mets quoi comme prix ?",
        "la baguette passe à combien",
        "je passe à 10h",
        "plus de soucis",
        "merci, remets-toi bien",
        "il n'y a plus de baguette ?",
    ],
)
def test_talk_changes_nothing(text: str, desk: Desk, chat: Chat, bakery: Chat) -> None:
    for group in (chat, bakery):
        group.types(text)
        assert not any(isinstance(c, EditCatalogue) for c in group.commands)
    assert price(desk) == "1.10"


def test_a_price_far_from_the_last_is_asked_about(desk: Desk, chat: Chat) -> None:
    chat.types("/prix baguette 11,50")
    assert (chat.buttons, price(desk)) == (["apply", "no"], "1.10")
    assert chat.types("oui")
    assert price(desk) == "11.50"


def test_no_is_an_answer_too(desk: Desk, chat: Chat) -> None:
    chat.types("/prix baguette 0")
    chat.types("non")
    assert price(desk) == "1.10"
    assert chat.types("oui") == ""


def test_an_old_question_is_not_answered_by_a_word_of_another(desk: Desk, chat: Chat) -> None:
    chat.types("/prix baguette 1000")
    other(chat, "mairie").types("oui")
    assert price(desk) == "1.10"


def test_words_for_a_resident_are_not_taken_for_prices(desk: Desk, chat: Chat) -> None:
    chat.hears(HelpWanted(resident=PersonSlug("durand"), why="asked"))
    chat.taps("take_over")
    assert "Envoyé à Jeanne Durand" in chat.types("la baguette passe à 1,20")
    assert price(desk) == "1.10"


def test_a_price_by_the_wrong_measure_is_refused(chat: Chat) -> None:
    assert "Le prix de Baguette est pour la pièce" in chat.types("/prix baguette 3 le kilo")


def test_several_that_fit_are_offered(desk: Desk, chat: Chat) -> None:
    chat.types("/stock fougasse 4")
    assert chat.buttons == ["choose:1", "choose:2", "no"]
    chat.types("fougasse aux lardons")
    assert str(desk.village.product_by_sku["fougasse-lardons"].stock) == "4"
    chat.types("/stock fougasse 5")
    chat.types("1")
    assert "5" in {str(p.stock) for p in desk.village.products if "fougasse" in p.sku}


@pytest.mark.parametrize(
    "text",
    [
        "/prix",
        "/prix 1,15",
        "/prix baguette",
        "/prix baguette 1,155",
        "/prix baguette -1",
        "/stock tourte de seigle 1,5",
        "/stock tourte de seigle beaucoup",
        "/unité baguette sachet",
        "/tva baguette 120",
        "/alias baguette : a|b, 12",
        "/alias baguette : croissant",
        "/renommer baguette : Croissant",
        "/renommer baguette",
        "/option baguette : - chaussettes",
        "/horaires boulangerie quand on veut",
        "/horaires chaussettes",
        '/produit boulangerie "Pain" gratuit',
        '/produit boulangerie "Pain de luxe" 3,20 sachet',
        '/produit boulangerie "Baguette" 3,20',
        "/rupture chaussettes jusqu'à jeudi",
        "/annuler chaussettes",
        "/plat boulangerie lasagnes",
        "/supprimer",
        "/prix " + "x" * 2000,
        "/prix \x00\u202e1,15",
    ],
)
def test_what_cannot_be_gets_a_sentence_and_changes_nothing(
    text: str, desk: Desk, chat: Chat
) -> None:
    before = desk.village
    assert chat.types(text)
    assert desk.village is before


def test_goods_are_off_until_a_day_or_until_further_notice(desk: Desk, chat: Chat) -> None:
    assert "jusqu'à jeudi 26/11 6h45" in chat.types("plus de flan jusqu'à jeudi")
    assert "jusqu'à nouvel ordre" in chat.types("/rupture canelé")
    assert not desk.village.product_by_sku["canele"].on_sale(desk.now)
    assert "de nouveau en vente" in chat.types("remets les canelés")
    assert desk.village.product_by_sku["canele"].on_sale(desk.now)


def test_a_batch_with_a_fault_waits_for_a_yes(desk: Desk, chat: Chat) -> None:
    text = chat.types("/prix\nbaguette 1,15\nchaussettes 3\nflan 2,70")
    assert "❌ 2. chaussettes 3" in text
    assert (price(desk), price(desk, "flan")) == ("1.10", "2.60")
    chat.taps("apply")
    assert (price(desk), price(desk, "flan")) == ("1.15", "2.70")
    chat.taps("undo", card=chat.cards[-1])
    assert (price(desk), price(desk, "flan")) == ("1.10", "2.60")


def test_each_line_may_be_a_command_of_its_own(desk: Desk, chat: Chat) -> None:
    text = chat.types("/prix baguette 1,20\n/stock tourte de seigle 5\n/rupture flan")
    assert text.startswith("✅ 3 changements")
    stock = desk.village.product_by_sku["tourte-seigle"].stock
    assert (price(desk), str(stock)) == ("1.20", "5")


def test_a_product_in_open_orders_is_not_removed_at_once(desk: Desk, chat: Chat) -> None:
    number = desk.place("durand", baguette="2")
    assert f"en contient\xa0: {number}" in chat.types("/supprimer baguette")
    assert "baguette" in desk.village.product_by_sku


def test_a_second_tap_on_undo_says_so(chat: Chat) -> None:
    chat.types("/prix baguette 1,15")
    chat.taps("undo", card="edit:1")
    assert chat.taps("undo", card="edit:1") == "C'est déjà annulé."


def test_a_shop_may_not_undo_what_is_not_its_own(desk: Desk, chat: Chat, bakery: Chat) -> None:
    chat.types("/prix merguez 1,20")
    assert bakery.taps("undo:1") == "Je ne retrouve plus ce changement."
    assert price(desk, "merguez") == "1.20"


def test_what_the_town_hall_took_off_a_shop_cannot_put_back(
    desk: Desk, chat: Chat, bakery: Chat
) -> None:
    chat.types("/rupture flan")
    assert "C'est la mairie" in bakery.taps("on:flan")
    assert not desk.village.product_by_sku["flan"].on_sale(desk.now)


def test_orders_are_answered_as_ever(desk: Desk, bakery: Chat) -> None:
    number = desk.place("durand", baguette="2")
    assert "Acceptée" in bakery.types(f"ok {number}")
    assert "de nouveau en vente" not in bakery.types("merci")


def test_an_ok_with_a_but_asks_what_to_tell(desk: Desk, bakery: Chat) -> None:
    number = desk.place("durand", baguette="2")
    bakery.types("ok mais baguette bien cuite seulement")
    assert bakery.buttons == ["choose:1", "choose:2", "no"]
    assert "Acceptée" in bakery.taps("choose:2")
    assert desk.order(number, "boulangerie").status == "accepted"


def test_phrases_queue_up_without_a_word_until_there_are_a_few(desk: Desk, chat: Chat) -> None:
    for text in ("polident", "steradent", "tropezienne", "polident", "michette"):
        assert chat.hears(PhraseMissed(text=text)) == ""
    assert "5 expressions" in chat.hears(PhraseMissed(text="saindoux"))
    shown = chat.types("/incompris")
    assert "polident" in shown
    assert "Écrit 2 fois" in shown
    first = chat.cards[0]
    assert "aussi appelé «\xa0polident\xa0»" in chat.types(
        "crème fixative pour dentier", card=first
    )
    assert "polident" in desk.village.product_by_sku["colle-dentier"].aliases


def test_the_history_tells_who_and_when(chat: Chat, bakery: Chat) -> None:
    chat.types("/prix baguette 1,15")
    bakery.types("mets la baguette à 1,20")
    told = chat.types("/historique baguette")
    assert "Claire Petit\xa0: Baguette (Boulangerie Morel)\xa0: 1,10 → 1,15" in told
    assert "Marie Morel\xa0: Baguette (Boulangerie Morel)\xa0: 1,15 → 1,20" in told
