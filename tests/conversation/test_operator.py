"""The operators' chat, step by step, with the real services."""

import pytest

from tests.conversation.desk import ROUND, TUESDAY, Chat, Desk, operators_chat, other
from tournee.bot.conversation.commands import Post
from tournee.bot.conversation.events import HandedBack, HelpWanted, OperatorWrote, ShopSilent
from tournee.bot.conversation.party import Party, PartyKind
from tournee.catalog.model import PersonSlug, Role, ShopSlug, Village
from tournee.orders import services

DURAND = Party(kind=PartyKind.RESIDENT, slug="durand")


@pytest.fixture
def desk(saint_aubin: Village) -> Desk:
    return Desk(village=saint_aubin)


@pytest.fixture
def chat(desk: Desk) -> Chat:
    return operators_chat(desk)


def wanted(resident: str = "durand", *texts: str) -> HelpWanted:
    return HelpWanted(resident=PersonSlug(resident), why="asked", texts=texts)


def test_a_resident_who_wants_a_person_comes_as_a_card(desk: Desk, chat: Chat) -> None:
    number = desk.place("durand", baguette="1")
    text = chat.hears(wanted("durand", "je comprends rien", "quelqu'un ?"))
    assert text.splitlines() == [
        "🆘 Jeanne Durand, Les Granges · demande à parler à quelqu'un",
        "📞 +33639980001",
        f"Commandes en cours\xa0: {number}",
        "«\xa0je comprends rien\xa0»",
        "«\xa0quelqu'un\u202f?\xa0»",
    ]
    assert chat.buttons == ["take_over", "hand_back"]
    assert chat.cards == ["thread:1"]


def test_who_takes_over_stands_on_the_card(chat: Chat) -> None:
    chat.hears(wanted())
    assert "🙋 Claire Petit répond." in chat.taps("take_over", card="thread:1")
    assert chat.buttons == ["hand_back"]


def test_what_the_operator_writes_reaches_the_resident(chat: Chat) -> None:
    chat.hears(wanted())
    chat.taps("take_over")
    assert chat.types("Bonjour, je vous appelle.") == "➡️ Envoyé à Jeanne Durand."
    wrote = OperatorWrote(name="Claire Petit", text="Bonjour, je vous appelle.")
    assert chat.posted(OperatorWrote) == [Post(to=DURAND, event=wrote)]


def test_a_reply_to_a_card_takes_over_at_once(chat: Chat) -> None:
    chat.hears(wanted())
    text = chat.types("J'arrive !", card="thread:1")
    assert "🙋 Claire Petit répond." in text
    assert len(chat.posted(OperatorWrote)) == 1


def test_talk_among_operators_is_not_passed_on(chat: Chat) -> None:
    chat.hears(wanted())
    assert chat.types("Alain, tu t'en occupes ?") == ""
    chat.taps("take_over")
    assert other(chat, "mairie").types("Tu as son numéro ?") == ""


def test_two_threads_at_once_ask_for_a_reply_to_a_card(chat: Chat) -> None:
    chat.hears(wanted())
    chat.hears(wanted("benali"))
    chat.taps("take_over", card="thread:1")
    chat.taps("take_over", card="thread:2")
    assert "répondez à la carte" in chat.types("Bonjour")
    chat.types("Bonjour", card="thread:2")
    assert [p.to.slug for p in chat.posted(OperatorWrote)] == ["benali"]


def test_a_thread_is_answered_by_one_person(chat: Chat) -> None:
    chat.hears(wanted())
    chat.taps("take_over")
    second = other(chat, "mairie")
    assert second.taps("take_over", card="thread:1") == "Claire Petit répond déjà à Jeanne Durand."


def test_handing_back_tells_the_resident_and_settles_the_card(chat: Chat) -> None:
    chat.hears(wanted())
    chat.taps("take_over")
    assert "Rendu au robot par Claire Petit." in chat.taps("hand_back")
    assert chat.buttons == []
    assert chat.posted(HandedBack) == [Post(to=DURAND, event=HandedBack())]
    assert chat.taps("hand_back", card="thread:1") == "Plus personne n'attend ici."


def test_a_new_call_after_that_is_a_new_card(chat: Chat) -> None:
    chat.hears(wanted())
    chat.taps("hand_back")
    chat.hears(wanted())
    assert chat.cards == ["thread:2"]


def test_what_a_resident_adds_is_seen(chat: Chat) -> None:
    chat.hears(wanted("durand", "allô ?"))
    text = chat.hears(wanted("durand", "c'est pour demain"))
    assert [str(card).split(":")[:2] for card in chat.cards] == [["thread", "1"]] * 2
    assert "💬 Jeanne Durand\xa0: «\xa0c'est pour demain\xa0»" in text


def test_stop_with_an_open_order_asks_for_a_call(desk: Desk, chat: Chat) -> None:
    number = desk.place("durand", baguette="1")
    stopped = HelpWanted(resident=PersonSlug("durand"), why="stopped")
    text = chat.hears(stopped)
    assert f"À voir par téléphone\xa0: {number}. 📞 +33639980001" in text
    assert chat.buttons == []


def test_a_silent_shop_comes_with_its_phone_number(desk: Desk, chat: Chat) -> None:
    number = desk.place("durand", baguette="1")
    text = chat.hears(ShopSilent(number=number, shop=ShopSlug("boulangerie")))
    assert text.splitlines() == [
        f"⏰ Boulangerie Morel n'a pas répondu à la commande {number} · Jeanne Durand, Les Granges · mardi 24/11.",
        "📞 +33199000101",
    ]


def test_a_round_is_called_off_in_one_line(desk: Desk, chat: Chat) -> None:
    desk.place("durand", baguette="1")
    desk.place("benali", baguette="1")
    text = chat.types("/tournee mardi annulee neige")
    assert "La tournée de mardi 24/11 est annulée (neige)." in text
    assert "2 habitants sont prévenus" in text
    assert desk.ports.rounds.is_cancelled(ROUND, TUESDAY)


@pytest.mark.parametrize(
    "text",
    [
        "/tournée mardi annulée",
        "/tournee 24/11 annulee",
        "/tournee demain annuler",
        "/round tuesday cancelled",
    ],
)
def test_a_round_may_be_named_in_many_ways(text: str, desk: Desk, chat: Chat) -> None:
    chat.types(text)
    assert desk.ports.rounds.is_cancelled(ROUND, TUESDAY)


@pytest.mark.parametrize(
    "text", ["/tournee annulee", "/tournee mercredi annulee", "/tournee lundi annulee"]
)
def test_an_unclear_round_is_asked_for(text: str, chat: Chat) -> None:
    assert "Quelle tournée" in chat.types(text)
    assert not chat.commands


def test_a_round_that_has_left_is_not_called_off(desk: Desk, chat: Chat) -> None:
    number = desk.place("durand", baguette="1")
    desk.does(
        Role.SHOPKEEPER,
        services.accept,
        number,
        ShopSlug("boulangerie"),
        at=ShopSlug("boulangerie"),
    )
    desk.does(Role.DRIVER, services.depart, ROUND, TUESDAY)
    assert "déjà partie" in chat.types("/tournee mardi annulee")


def test_rounds_are_listed(chat: Chat) -> None:
    lines = chat.types("/tournee").splitlines()
    assert lines[0] == "🚚 mardi 24/11 9h30\xa0: 0 arrêt sur 40, commandes jusqu'à lundi 23/11 18h"
    assert len(chat.types("/tournee vendredi").splitlines()) == 1


def test_the_day_shows_what_waits(desk: Desk, chat: Chat) -> None:
    number = desk.place("durand", baguette="1")
    chat.hears(wanted("benali"))
    text = chat.types("/jour")
    assert text.startswith("📋 lundi 23/11 · 1 commande en cours")
    assert f"⏰ Boulangerie Morel n'a pas encore répondu\xa0: {number}" in text
    assert "🆘 Attendent quelqu'un\xa0: Nadia Benali" in text


@pytest.mark.parametrize("text", ["/aide", "aide", "/help@saint_aubin_bot"])
def test_help_lists_the_commands(text: str, chat: Chat) -> None:
    assert "/tournee vendredi annulee neige" in chat.types(text)


def test_a_mistyped_command_is_guessed(chat: Chat) -> None:
    assert chat.types("/tourne mardi") == "Vouliez-vous dire /tournee\u202f?"
    assert "Je ne connais pas" in chat.types("/xyzzy")
