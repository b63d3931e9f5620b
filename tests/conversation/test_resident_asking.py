"""Questions about prices, goods, hours, rounds and orders change nothing."""

from datetime import timedelta

from tests.conversation.talk import Talk, line, unknown, vague
from tests.conversation.test_resident_ordering import confirms, kinds, orders_two_baguettes
from tournee.bot.conversation.resident.replies import (
    HoursTold,
    ProductAsked,
    ProductsTold,
    RoundsTold,
    ShopsTold,
    WhichPrice,
)
from tournee.catalog.model import PlaceSlug, ShopSlug
from tournee.nlu.model import Intent


def test_a_price_is_told_with_that_of_a_kilo(talk: Talk) -> None:
    text = talk.means("prix du beurre", Intent.ASK_PRICE, about=("beurre-doux",))
    assert "Beurre doux 250 g : 2,75\u00a0€ (11,00\u00a0€/kg)".replace(" :", "\u00a0:") in text


def test_a_price_of_several_products_lists_them(talk: Talk) -> None:
    found = (vague("comté", "comte-12", "comte-18", "comte-24"),)
    text = talk.means("combien le comté", Intent.ASK_PRICE, unresolved=found)
    assert text.count("€/kg") == 3


def test_and_its_price_means_what_was_talked_about_last(talk: Talk) -> None:
    talk.means("1 baguette", Intent.ORDER, lines=(line("baguette", "1"),))
    assert "1,10" in talk.means("et son prix ?", Intent.ASK_PRICE)


def test_a_price_of_nothing_known_asks_for_a_name(talk: Talk) -> None:
    talk.means("combien ?", Intent.ASK_PRICE)
    assert WhichPrice in kinds(talk)


def test_what_is_not_sold_is_said_plainly(talk: Talk) -> None:
    text = talk.means(
        "vous avez du homard ?", Intent.ASK_AVAILABILITY, unresolved=(unknown("homard"),)
    )
    assert "pas trouvé «\u00a0homard\u00a0»" in text


def test_what_there_is_is_told_with_its_price(talk: Talk) -> None:
    text = talk.means("vous avez du muscadet ?", Intent.ASK_AVAILABILITY, about=("muscadet",))
    assert "oui, il y en a" in text


def test_a_shops_goods_are_told_with_an_example_of_each_kind(talk: Talk) -> None:
    talk.means("qu'a la boulangerie ?", Intent.ASK_CATALOGUE, shops=(ShopSlug("boulangerie"),))
    told = talk.replies[-1]
    assert isinstance(told, ProductsTold)
    assert len({product.category for product in told.products}) > 5
    assert told.more > 0


def test_the_whole_village_is_told_by_shop(talk: Talk) -> None:
    talk.means("la liste", Intent.ASK_CATALOGUE)
    told = talk.replies[-1]
    assert isinstance(told, ShopsTold)
    assert len(told.shops) == 8


def test_hours_are_those_of_the_day_that_is_asked(talk: Talk) -> None:
    bakery = (ShopSlug("boulangerie"),)
    today = talk.means("la boulangerie est ouverte ?", Intent.ASK_HOURS, shops=bakery)
    assert "fermé aujourd'hui, ouvre mardi 24/11 à 6h45" in today
    tomorrow = talk.means("et demain ?", Intent.ASK_HOURS, shops=bakery)
    assert "ouvert mardi 24/11 de 6h45 à 13h et de 16h à 19h" in tomorrow


def test_hours_without_a_shop_are_everybodys(talk: Talk) -> None:
    talk.means("c'est ouvert ?", Intent.ASK_HOURS)
    told = talk.replies[-1]
    assert isinstance(told, HoursTold)
    assert len(told.shops) == 8


def test_rounds_are_those_of_the_place_with_their_cutoff(talk: Talk) -> None:
    text = talk.means("prochaine tournée ?", Intent.ASK_ROUND, place=PlaceSlug("le-moulin"))
    assert "Le Moulin Neuf" in text
    assert "jeudi" not in text.partition("\n")[2].split("vendredi")[0].replace(
        "jeudi 26/11 18h", ""
    )
    assert "à commander avant lundi 23/11 18h" in text


def test_the_status_names_day_hours_amount_and_each_shop(talk: Talk) -> None:
    orders_two_baguettes(talk)
    text = talk.means("c'est quand ?", Intent.ASK_STATUS)
    assert "mardi 24/11 entre 9h30 et 12h30" in text
    assert "2,20" in text
    assert "pas encore confirmé" in text


def test_without_an_order_the_status_tells_the_next_rounds(talk: Talk) -> None:
    talk.means("c'est quand ?", Intent.ASK_STATUS)
    text = talk.means("c'est quand ?", Intent.ASK_STATUS)
    assert "pas de commande en cours" in text
    assert "mardi 24/11" in text


def test_a_question_in_between_asks_the_pending_one_again(talk: Talk) -> None:
    butter = (vague("du beurre", "beurre-doux", "beurre-sale"),)
    talk.means("du beurre", Intent.ORDER, unresolved=butter)
    talk.means("prochaine tournée ?", Intent.ASK_ROUND)
    assert RoundsTold in kinds(talk)
    assert isinstance(talk.replies[-1], ProductAsked)


def test_a_question_after_the_cutoff_shows_a_recap_that_holds(talk: Talk) -> None:
    talk.means("1 baguette", Intent.ORDER, lines=(line("baguette", "1"),))
    talk.now += timedelta(hours=12)
    talk.means("combien le comté", Intent.ASK_PRICE, about=("comte-18",))
    confirms(talk)
    assert str(talk.orders[0].date) == "2026-11-26"


def test_allergens_are_told_in_the_readers_language(talk: Talk) -> None:
    bread = ("pain-cereales",)
    text = talk.means("allergènes du pain aux céréales ?", Intent.ASK_AVAILABILITY, about=bread)
    assert "contient\u00a0: gluten, sésame" in text
