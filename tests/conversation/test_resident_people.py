"""First contact, help, misunderstandings, a person, stop, bad input and news of orders."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.conversation.talk import Talk, line, vague
from tests.conversation.test_resident_ordering import confirms, kinds, orders_two_baguettes
from tournee.bot.conversation.commands import Post, UpdatePerson
from tournee.bot.conversation.events import (
    HandedBack,
    HelpWanted,
    OperatorWrote,
    OptedOut,
    Said,
    Unreadable,
)
from tournee.bot.conversation.resident.replies import (
    Acknowledged,
    Delivered,
    Introduced,
    NotUnderstood,
    OperatorSays,
    PassedOn,
    PlaceAsked,
    RecapShown,
    RoundGone,
    ShopsConfirmed,
    SubstituteAsked,
    Weighed,
    WeightAsked,
)
from tournee.bot.gsm7 import is_plain, segments
from tournee.catalog.model import PersonSlug, PlaceSlug, Sku
from tournee.nlu.model import Answer, Intent
from tournee.orders import services
from tournee.orders.model import LineStatus, OrderNumber

NUMBER = OrderNumber(4821)
ORDER = Intent.ORDER


def asked_for_help(talk: Talk) -> list[HelpWanted]:
    posts = [c.event for c in talk.commands if isinstance(c, Post)]
    return [event for event in posts if isinstance(event, HelpWanted)]


@pytest.fixture
def newcomer(talk: Talk) -> Talk:
    talk.me = replace(talk.me, slug=PersonSlug("+33600000001"), name="", place=None, locale=None)
    return talk


# --- first contact -------------------------------------------------------------------------------


def test_the_first_message_says_that_a_robot_answers_once(talk: Talk) -> None:
    first = talk.means("bonjour", Intent.GREETING)
    assert "robot" in first
    assert "STOP" in first
    assert "robot" not in talk.means("bonjour", Intent.GREETING)


def test_a_newcomer_is_asked_for_the_place_after_the_basket(newcomer: Talk) -> None:
    newcomer.means("2 baguettes", ORDER, lines=(line("baguette", "2"),))
    assert kinds(newcomer)[0] is Introduced
    assert isinstance(newcomer.replies[-1], PlaceAsked)
    newcomer.presses("choose:2")
    assert UpdatePerson(place=PlaceSlug("les-granges")) in newcomer.commands
    newcomer.means("Mme Durand", Intent.OTHER, answer=Answer(name="Mme Durand"))
    assert isinstance(newcomer.replies[-1], RecapShown)


def test_name_and_place_in_the_first_message_are_kept_and_not_asked(newcomer: Talk) -> None:
    text = newcomer.means(
        "2 baguettes. mme durand aux granges",
        ORDER,
        lines=(line("baguette", "2"),),
        person="Mme Durand",
        place=PlaceSlug("les-granges"),
    )
    assert text.startswith("Bonjour Mme Durand")
    assert isinstance(newcomer.replies[-1], RecapShown)
    assert (newcomer.me.name, newcomer.me.place) == ("Mme Durand", "les-granges")


def test_people_are_answered_in_the_language_they_write(newcomer: Talk) -> None:
    text = newcomer.means("two croissants", ORDER, lines=(line("croissant", "2"),), locale="en")
    assert "Where shall we deliver?" in text


# --- help and misunderstandings ------------------------------------------------------------------


def test_help_has_an_example_of_this_village_and_a_way_to_a_person(talk: Talk) -> None:
    text = talk.means("aide", Intent.HELP)
    assert "baguette" in text
    assert "HUMAIN" in text


def test_two_misunderstandings_in_a_row_call_a_person(talk: Talk) -> None:
    talk.means("pdt", Intent.OTHER)
    assert isinstance(talk.replies[-1], NotUnderstood)
    assert asked_for_help(talk) == []
    talk.means("pdttt", Intent.OTHER)
    assert isinstance(talk.replies[-1], PassedOn)
    calls = asked_for_help(talk)
    assert [(help_.why, help_.texts) for help_ in calls] == [("not_understood", ("pdt", "pdttt"))]
    talk.means("1 baguette", ORDER, lines=(line("baguette", "1"),))
    assert isinstance(talk.replies[-1], RecapShown)


def test_something_understood_between_starts_the_count_again(talk: Talk) -> None:
    talk.means("pdt", Intent.OTHER)
    talk.means("merci", Intent.THANKS)
    talk.means("pdt", Intent.OTHER)


def test_a_misunderstanding_keeps_the_question(talk: Talk) -> None:
    talk.means("du beurre", ORDER, unresolved=(vague("beurre", "beurre-doux", "beurre-sale"),))
    asked = talk.state.asked
    talk.means("attendez on frappe", Intent.OTHER)
    assert talk.state.asked == asked
    talk.presses("choose:1")
    assert isinstance(talk.replies[-1], RecapShown)


# --- a person ------------------------------------------------------------------------------------


def test_the_bot_keeps_quiet_while_a_person_answers(talk: Talk) -> None:
    assert "Claire Petit" in talk.means("parler à quelqu'un", Intent.HUMAN)
    assert talk.means("2 baguettes", ORDER, lines=(line("baguette", "2"),)) == ""
    assert [help_.texts for help_ in asked_for_help(talk)] == [("2 baguettes",)]
    assert talk.hears(OperatorWrote(name="Claire", text="J'arrive")) == "Claire\u00a0: J'arrive"
    assert kinds(talk) == [OperatorSays]


def test_handing_back_and_a_day_of_silence_both_wake_the_bot(talk: Talk) -> None:
    talk.means("parler à quelqu'un", Intent.HUMAN)
    assert talk.hears(HandedBack())
    assert talk.means("merci", Intent.THANKS)
    talk.means("parler à quelqu'un", Intent.HUMAN)
    talk.now += timedelta(hours=25)
    assert talk.means("merci", Intent.THANKS)


def test_stop_is_confirmed_once_then_silence_until_start(talk: Talk) -> None:
    orders_two_baguettes(talk)
    text = talk.means("STOP", Intent.STOP)
    assert "4821" in text
    assert [help_.why for help_ in asked_for_help(talk)] == ["stopped"]
    assert UpdatePerson(stopped=True) in talk.commands
    assert talk.means("bonjour", Intent.GREETING) == ""
    assert talk.shop("boulangerie", services.accept, NUMBER, "boulangerie") == ""
    assert talk.means("START", Intent.OTHER)
    assert UpdatePerson(stopped=False) in talk.commands


def test_a_refusal_to_somebody_who_stopped_reaches_people(talk: Talk) -> None:
    orders_two_baguettes(talk)
    talk.means("STOP", Intent.STOP)
    assert talk.shop("boulangerie", services.refuse, NUMBER, "boulangerie", "four en panne") == ""
    assert [help_.why for help_ in asked_for_help(talk)] == ["stopped"]


# --- news ----------------------------------------------------------------------------------------


def test_the_resident_hears_once_when_the_last_shop_has_confirmed(talk: Talk) -> None:
    talk.means("voilà ma liste", ORDER, lines=(line("baguette", "2"), line("lait-entier", "1")))
    confirms(talk)
    assert talk.shop("boulangerie", services.accept, NUMBER, "boulangerie") == ""
    text = talk.shop("epicerie", services.accept, NUMBER, "epicerie")
    assert kinds(talk) == [ShopsConfirmed]
    assert "Boulangerie Morel et Épicerie du Pont" in text
    assert "3,55" in text


@pytest.mark.parametrize(
    ("action", "status"), [("yes", LineStatus.SUBSTITUTED), ("no", LineStatus.MISSING)]
)
def test_a_substitute_is_the_residents_to_decide(
    talk: Talk, action: str, status: LineStatus
) -> None:
    orders_two_baguettes(talk)
    offer = (NUMBER, "boulangerie", Sku("baguette"), Sku("baguette-tradition"))
    text = talk.shop("boulangerie", services.report_missing, *offer)
    assert kinds(talk) == [SubstituteAsked]
    assert "Baguette tradition à 1,35" in text
    talk.presses(action)
    assert talk.orders[0].lines[0].status is status


def test_a_substitute_question_does_not_lose_the_basket_recap(talk: Talk) -> None:
    orders_two_baguettes(talk)
    talk.means("300 g de comté", ORDER, lines=(line("comte-18", "0.3"),))
    offer = (NUMBER, "boulangerie", Sku("baguette"), Sku("baguette-tradition"))
    talk.shop("boulangerie", services.report_missing, *offer)
    talk.means("oui", Intent.CONFIRM, answer=Answer(yes=True))
    assert talk.orders[0].lines[0].status is LineStatus.SUBSTITUTED
    assert isinstance(talk.replies[-1], RecapShown)
    assert len(talk.orders) == 1


def test_the_real_weight_is_told_with_the_exact_total(talk: Talk) -> None:
    talk.means("500 g de comté", ORDER, lines=(line("comte-18", "0.5"),))
    confirms(talk)
    talk.shop("fromagerie", services.accept, NUMBER, "fromagerie")
    weight = (NUMBER, "fromagerie", Sku("comte-18"), Decimal("0.512"))
    text = talk.shop("fromagerie", services.weigh, *weight)
    assert kinds(talk) == [Weighed]
    assert "512 g Comté 18 mois 12,24" in text


def test_a_weight_above_the_ceiling_is_asked_for(talk: Talk) -> None:
    talk.means("500 g de comté", ORDER, lines=(line("comte-18", "0.5"),))
    confirms(talk)
    talk.shop("fromagerie", services.accept, NUMBER, "fromagerie")
    weight = (NUMBER, "fromagerie", Sku("comte-18"), Decimal("0.7"))
    talk.shop("fromagerie", services.weigh, *weight)
    assert kinds(talk) == [WeightAsked]
    talk.presses("yes")
    assert talk.orders[0].lines[0].status is LineStatus.WEIGHED


def test_a_cancelled_round_is_told_and_the_next_one_offered(talk: Talk) -> None:
    orders_two_baguettes(talk)
    order = talk.orders[0]
    talk.operator(services.cancel_round, order.round, order.date, "neige")
    assert kinds(talk)[0] is RoundGone
    talk.presses("yes")
    assert str(talk.orders[0].date) == "2026-11-26"


def test_a_delivery_is_told_once(talk: Talk) -> None:
    talk.means("voilà ma liste", ORDER, lines=(line("baguette", "2"), line("lait-entier", "1")))
    confirms(talk)
    order = talk.orders[0]
    for shop in ("boulangerie", "epicerie"):
        talk.shop(shop, services.accept, NUMBER, shop)
    talk.operator(services.depart, order.round, order.date)
    text = talk.operator(services.deliver, (NUMBER,))
    assert text.count("livrée") == 1
    assert not any(isinstance(reply, Delivered) for reply in talk.replies[1:])


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "   ", "😀😀", "?", "a" * 10_000, "-3 croissants", "0 baguette", "5000 baguettes",
     "2,5 baguettes", "2 baguettes pour hier", "\x00\u200b", "1" * 500],
)  # fmt: skip
def test_bad_input_gets_a_sentence_and_changes_nothing_agreed(talk: Talk, text: str) -> None:
    talk.means("1 croissant", ORDER, lines=(line("croissant", "1"),))
    confirms(talk)
    assert talk.says(text)
    assert talk.content == {"croissant": "1"}


@pytest.mark.parametrize("what", ["voice", "picture", "sticker", "empty", "other"])
def test_what_cannot_be_read_is_answered_with_an_example(talk: Talk, what: str) -> None:
    text = talk.hears(Unreadable(what=what))  # type: ignore[arg-type]
    assert "baguette" in text


def test_too_many_are_refused_with_the_limit_and_asked_again(talk: Talk) -> None:
    text = talk.means("5000 baguettes", ORDER, lines=(line("baguette", "5000"),))
    assert "200 au plus" in text
    assert "combien" in text


def test_a_yes_with_nothing_pending_is_harmless(talk: Talk) -> None:
    talk.means("oui", Intent.CONFIRM)
    assert kinds(talk) == [Introduced, Acknowledged]
    assert not talk.orders


def test_a_message_without_a_reading_is_answered(talk: Talk) -> None:
    assert talk.hears(Said(text="x"))


# --- SMS -----------------------------------------------------------------------------------------


def test_an_sms_keeps_to_the_cheap_alphabet_and_numbers_its_choices(sms: Talk) -> None:
    text = sms.means(
        "du beurre", ORDER, unresolved=(vague("beurre", "beurre-doux", "beurre-sale"),)
    )
    assert is_plain(text)
    assert "\n1 Beurre doux 250 g 2,75 €\n2 Beurre salé 250 g" in text
    assert not sms.buttons


def test_a_short_recap_by_sms_is_two_segments_at_most(sms: Talk) -> None:
    sms.means("bonjour", Intent.GREETING)
    lines = (line("baguette", "2"), line("beurre-demi-sel", "1"))
    text = sms.means("voilà ma liste", ORDER, lines=lines)
    assert segments(text) <= 2
    assert "Répondez OUI pour commander avec obligation de paiement" in text


def test_a_stop_that_the_channel_made_itself_is_not_confirmed(talk: Talk) -> None:
    orders_two_baguettes(talk)
    assert talk.hears(OptedOut()) == ""
    assert talk.state.stopped
    assert [help_.why for help_ in asked_for_help(talk)] == ["stopped"]


def test_a_flood_of_messages_gets_one_calm_sentence(talk: Talk) -> None:
    assert "une minute" in talk.hears(Unreadable(what="flood"))


def test_whom_it_was_ordered_for_is_told_of_the_delivery(talk: Talk) -> None:
    talk.means(
        "pour Simone Garnier : 1 baguette",
        ORDER,
        lines=(line("baguette", "1"),),
        person="Simone Garnier",
        beneficiary=True,
    )
    confirms(talk)
    order = talk.orders[0]
    talk.shop("boulangerie", services.accept, NUMBER, "boulangerie")
    talk.operator(services.depart, order.round, order.date)
    talk.operator(services.deliver, (NUMBER,))
    told = [c.to.slug for c in talk.commands if isinstance(c, Post)]
    assert told == [order.beneficiary.person if order.beneficiary else None]
