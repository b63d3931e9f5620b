"""From a first message to a binding order, and what may be done to it afterwards."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.conversation.talk import Talk, line, unknown, vague
from tournee.bot.conversation.commands import AmendOrder, CancelOrder, PlaceOrder, Schedule, Teach
from tournee.bot.conversation.resident.replies import (
    BasketEmptied,
    ConfirmAwaited,
    ContactOffered,
    Introduced,
    NothingUsual,
    OptionAsked,
    OrderChanged,
    OrderGone,
    OrderSent,
    ProductAsked,
    QuantityAsked,
    RecapShown,
    Settled,
    SoldOut,
    TooLate,
)
from tournee.catalog.model import PlaceSlug, Sku
from tournee.nlu.model import Answer, Intent, Period
from tournee.orders.model import OrderStatus

ORDER, ADD, CHANGE, REMOVE = Intent.ORDER, Intent.ADD, Intent.CHANGE, Intent.REMOVE
BUTTERS = ("beurre-doux", "beurre-demi-sel")


def confirms(talk: Talk) -> str:
    return talk.means("oui", Intent.CONFIRM, answer=Answer(yes=True))


def orders_two_baguettes(talk: Talk) -> None:
    talk.means("2 baguettes", ORDER, lines=(line("baguette", "2"),))
    confirms(talk)


def kinds(talk: Talk) -> list[type]:
    return [type(reply) for reply in talk.replies if not isinstance(reply, Settled)]


def test_the_recap_shows_lines_total_round_and_the_legal_words(talk: Talk) -> None:
    text = talk.means("2 baguettes", ORDER, lines=(line("baguette", "2"),))
    assert "2 × Baguette 2,20" in text
    assert "mardi 24/11 entre 9h30 et 12h30, Les Granges" in text
    assert "Total 2,20" in text
    assert "obligation de paiement" in text
    assert talk.buttons[0][0].label == "Commander, avec obligation de paiement"
    assert [b.action for row in talk.buttons for b in row] == ["confirm", "modify", "cancel"]


def test_nothing_is_ordered_before_the_yes(talk: Talk) -> None:
    talk.means("2 baguettes", ORDER, lines=(line("baguette", "2"),))
    assert not talk.orders
    confirms(talk)
    assert talk.content == {"baguette": "2"}


def test_the_confirm_button_orders_like_a_typed_yes(talk: Talk) -> None:
    talk.means("2 baguettes", ORDER, lines=(line("baguette", "2"),))
    talk.presses("confirm")
    assert talk.content == {"baguette": "2"}


def test_an_order_of_two_shops_is_announced_once(talk: Talk) -> None:
    talk.means("voilà ma liste", ORDER, lines=(line("baguette", "2"), line("lait-entier", "1")))
    text = confirms(talk)
    assert kinds(talk) == [OrderSent, ContactOffered]
    assert "Boulangerie Morel et Épicerie du Pont" in text
    assert "jusqu'à lundi 23/11 18h" in text


def test_a_second_yes_is_harmless(talk: Talk) -> None:
    orders_two_baguettes(talk)
    confirms(talk)
    talk.presses("confirm")
    assert len(talk.orders) == 1


def test_an_order_schedules_the_reminder_of_the_evening_before(talk: Talk) -> None:
    talk.means("voilà ma liste", ORDER, lines=(line("baguette"),), day=date(2026, 11, 26))
    confirms(talk)
    reminder = next(c for c in talk.commands if isinstance(c, Schedule))
    assert reminder.at.isoformat() == "2026-11-25T19:00:00+01:00"


def test_a_question_comes_in_the_order_of_the_message_and_loses_nothing(talk: Talk) -> None:
    talk.means(
        "du beurre, une reine et 2 baguettes",
        ORDER,
        lines=(line("pizza-reine", text="une reine"), line("baguette", "2", text="2 baguettes")),
        unresolved=(vague("du beurre", *BUTTERS),),
    )
    assert isinstance(talk.replies[-1], ProductAsked)
    talk.presses("choose:2")
    assert isinstance(talk.replies[-1], OptionAsked)
    talk.presses("choose:1")
    assert isinstance(talk.replies[-1], RecapShown)
    talk.presses("confirm")
    assert talk.content == {"beurre-demi-sel": "1", "pizza-reine": "1", "baguette": "2"}


def test_picking_a_product_teaches_the_phrase(talk: Talk) -> None:
    talk.means("du beurre", ORDER, unresolved=(vague("Du Beurre", *BUTTERS),))
    talk.presses("choose:1")
    assert Teach(phrase="du beurre", sku=Sku("beurre-doux")) in talk.commands


def test_none_drops_only_what_was_asked_about(talk: Talk) -> None:
    talk.means(
        "2 baguettes et du beurre",
        ORDER,
        lines=(line("baguette", "2"),),
        unresolved=(vague("du beurre", *BUTTERS),),
    )
    talk.presses("none")
    assert isinstance(talk.replies[-1], RecapShown)
    talk.presses("confirm")
    assert talk.content == {"baguette": "2"}


def test_the_quantity_of_a_vague_mention_is_kept(talk: Talk) -> None:
    talk.means("3 beurres", ORDER, unresolved=(vague("3 beurres", *BUTTERS, qty=Decimal(3)),))
    talk.presses("choose:1")
    talk.presses("confirm")
    assert talk.content == {"beurre-doux": "3"}


def test_goods_by_weight_without_a_weight_are_asked_for_it(talk: Talk) -> None:
    text = talk.means("du comté", ORDER, lines=(line("comte-18"),))
    assert isinstance(talk.replies[-1], QuantityAsked)
    assert "combien en voulez-vous" in text.replace("\u202f", " ")


def test_a_weighed_product_shows_a_ceiling(talk: Talk) -> None:
    text = talk.means("700 g de comté", ORDER, lines=(line("comte-18", "0.7"),))
    assert "700 g Comté 18 mois\u00a0: au plus 19,00\u00a0€" in text


def test_alcohol_carries_its_notice(talk: Talk) -> None:
    text = talk.means("un muscadet", ORDER, lines=(line("muscadet"),))
    assert "interdit aux mineurs" in text


def test_a_side_question_recalls_the_recap_with_its_legal_words(talk: Talk) -> None:
    talk.means("2 baguettes", ORDER, lines=(line("baguette", "2"),))
    text = talk.means("combien le comté", Intent.ASK_PRICE, about=("comte-18",))
    assert "23,90\u00a0€/kg" in text
    assert isinstance(talk.replies[-1], ConfirmAwaited)
    assert "obligation de paiement" in text
    confirms(talk)
    assert talk.content == {"baguette": "2"}


def test_a_no_to_the_recap_keeps_the_basket(talk: Talk) -> None:
    talk.means("2 baguettes", ORDER, lines=(line("baguette", "2"),))
    talk.means("non rien d'autre", Intent.DECLINE, answer=Answer(yes=False))
    assert not talk.orders
    confirms(talk)
    assert talk.content == {"baguette": "2"}


def test_a_yes_with_more_goods_shows_a_new_recap(talk: Talk) -> None:
    talk.means("2 baguettes", ORDER, lines=(line("baguette", "2"),))
    more = (line("croissant", "1"),)
    talk.means("oui et 1 croissant", ADD, lines=more, answer=Answer(yes=True))
    assert isinstance(talk.replies[-1], RecapShown)
    assert not talk.orders


def test_a_recap_that_no_longer_holds_is_shown_again(talk: Talk) -> None:
    talk.means("2 baguettes", ORDER, lines=(line("baguette", "2"),))
    talk.now += timedelta(hours=12)
    text = confirms(talk)
    assert not talk.orders
    assert "Quelque chose a changé" in text
    assert "jeudi 26/11" in text
    confirms(talk)
    assert talk.content == {"baguette": "2"}


def test_what_sold_out_between_recap_and_yes_is_said_and_not_ordered(talk: Talk) -> None:
    lines = (line("tourte-seigle", "2"), line("baguette", "1"))
    talk.means("voilà ma liste", ORDER, lines=lines)
    talk.ports.stock.take(Sku("tourte-seigle"), Decimal(5))
    confirms(talk)
    assert SoldOut in kinds(talk)
    assert not talk.orders
    confirms(talk)
    assert talk.content == {"baguette": "1"}


def test_the_wished_day_is_kept_and_a_day_without_round_is_explained(talk: Talk) -> None:
    lines = (line("baguette"),)
    assert "vendredi 27/11" in talk.means(
        "voilà ma liste", ORDER, lines=lines, day=date(2026, 11, 27)
    )
    text = talk.means("plutôt mercredi", Intent.SET_DELIVERY, day=date(2026, 11, 25))
    assert "Pas de tournée mercredi 25/11" in text
    assert "jeudi 26/11" in text


def test_a_past_day_is_said(talk: Talk) -> None:
    text = talk.means("1 baguette pour hier", ORDER, lines=(line("baguette"),))
    assert "dimanche 22/11 est déjà passé" in text
    assert isinstance(talk.replies[-1], RecapShown)


def test_an_evening_wish_takes_the_evening_round(talk: Talk) -> None:
    text = talk.means("voilà ma liste", ORDER, lines=(line("baguette"),), period=Period.EVENING)
    assert "samedi 28/11 entre 17h30 et 20h" in text


# --- after ordering ------------------------------------------------------------------------------


def test_a_correction_before_the_cutoff_changes_the_order_at_once(talk: Talk) -> None:
    orders_two_baguettes(talk)
    text = talk.means("finalement 3", CHANGE, lines=(line("baguette", "3"),))
    assert kinds(talk) == [OrderChanged]
    assert "3 × Baguette 3,30" in text
    assert talk.content == {"baguette": "3"}


def test_an_addition_from_another_shop_keeps_the_number(talk: Talk) -> None:
    orders_two_baguettes(talk)
    talk.means("et un lait", ADD, lines=(line("lait-entier", "1"),))
    assert kinds(talk) == [OrderChanged]
    assert {o.number for o in talk.orders} == {4821}
    assert talk.content == {"baguette": "2", "lait-entier": "1"}


def test_what_is_clear_is_changed_before_the_one_question(talk: Talk) -> None:
    orders_two_baguettes(talk)
    talk.means(
        "finalement 3 baguettes et rajoutez du beurre",
        CHANGE,
        lines=(line("baguette", "3"),),
        unresolved=(vague("du beurre", *BUTTERS),),
    )
    assert kinds(talk) == [OrderChanged, *kinds(talk)[1:]]
    assert isinstance(talk.replies[-1], ProductAsked)
    assert talk.content == {"baguette": "3"}
    talk.presses("choose:1")
    assert isinstance(talk.replies[-1], OrderChanged)
    assert talk.content == {"baguette": "3", "beurre-doux": "1"}
    assert not talk.state.wants


def test_removing_everything_cancels_the_order(talk: Talk) -> None:
    orders_two_baguettes(talk)
    talk.means("enlevez les baguettes", REMOVE, lines=(line("baguette"),))
    assert any(isinstance(c, CancelOrder) for c in talk.commands)
    assert kinds(talk) == [OrderGone]
    assert talk.orders[0].status is OrderStatus.CANCELLED


def test_after_the_cutoff_an_addition_is_offered_for_the_next_round(talk: Talk) -> None:
    orders_two_baguettes(talk)
    talk.now += timedelta(hours=12)
    text = talk.means("et un croissant", ADD, lines=(line("croissant", "1"),))
    assert kinds(talk) == [TooLate, RecapShown]
    assert "jeudi 26/11" in text
    assert talk.content == {"baguette": "2"}


def test_after_the_cutoff_a_change_is_refused_with_ways_out(talk: Talk) -> None:
    orders_two_baguettes(talk)
    talk.now += timedelta(hours=12)
    text = talk.means("finalement 3", CHANGE, lines=(line("baguette", "3"),))
    assert kinds(talk) == [TooLate]
    assert "jeudi 26/11" in text
    assert talk.buttons[0][0].action == "person"
    assert not any(isinstance(c, AmendOrder) for c in talk.commands)


def test_cancelling_drops_the_basket_first_then_the_order(talk: Talk) -> None:
    orders_two_baguettes(talk)
    talk.means("du comté", ORDER, lines=(line("comte-18", "0.3"),))
    talk.means("annulez", Intent.CANCEL)
    assert kinds(talk) == [BasketEmptied]
    talk.means("annulez", Intent.CANCEL)
    assert kinds(talk) == [OrderGone]


def test_of_two_orders_the_one_to_cancel_is_asked(talk: Talk) -> None:
    orders_two_baguettes(talk)
    talk.means("voilà ma liste", ORDER, lines=(line("croissant"),), day=date(2026, 11, 27))
    confirms(talk)
    talk.means("annulez", Intent.CANCEL)
    assert len(talk.buttons) == 3
    talk.presses("choose:2")
    cancelled = [o.date for o in talk.orders if o.status is OrderStatus.CANCELLED]
    assert cancelled == [date(2026, 11, 24)]


def test_an_order_moves_to_another_day(talk: Talk) -> None:
    orders_two_baguettes(talk)
    text = talk.means("plutôt vendredi", Intent.SET_DELIVERY, day=date(2026, 11, 27))
    assert "arrivera vendredi 27/11" in text
    assert talk.orders[0].date == date(2026, 11, 27)


def test_the_usual_is_the_last_order_with_its_changes(talk: Talk) -> None:
    talk.means("voilà ma liste", ORDER, lines=(line("baguette", "2"), line("sud-ouest", "1")))
    confirms(talk)
    talk.now += timedelta(days=2)
    without = (line("sud-ouest", "0"),)
    talk.means("comme d'habitude sans le journal", Intent.REPEAT, lines=without)
    recap = talk.replies[-1]
    assert isinstance(recap, RecapShown)
    assert [shown.item.sku for shown in recap.lines] == ["baguette"]


def test_the_usual_without_a_past_order_asks_what_is_needed(talk: Talk) -> None:
    talk.means("comme d'habitude", Intent.REPEAT)
    assert kinds(talk) == [Introduced, NothingUsual]


# --- for whom and where --------------------------------------------------------------------------


def test_an_order_for_somebody_else_names_them_and_their_place(talk: Talk) -> None:
    text = talk.means(
        "c'est pour ma mère Odette Martin à la Croix : 1 pain de campagne",
        ORDER,
        lines=(line("pain-campagne", "1"),),
        person="Odette Martin",
        place=PlaceSlug("la-croix"),
        beneficiary=True,
    )
    assert "Pour Odette Martin, La Croix Blanche" in text
    confirms(talk)
    order = talk.orders[0]
    assert order.beneficiary is not None
    assert (order.beneficiary.name, order.place) == ("Odette Martin", "la-croix")


def test_a_beneficiary_does_not_stay_for_the_next_order(talk: Talk) -> None:
    lines = (line("pain-campagne", "1"),)
    text = talk.means("pour Odette", ORDER, lines=lines, person="Odette", beneficiary=True)
    assert "où faut-il livrer" in text
    talk.means("la croix", Intent.OTHER, answer=Answer(place=PlaceSlug("la-croix")))
    confirms(talk)
    assert talk.state.beneficiary is None


def test_unknown_mentions_are_said_and_the_rest_is_kept(talk: Talk) -> None:
    text = talk.means(
        "2 baguettes et des piles",
        ORDER,
        lines=(line("baguette", "2"),),
        unresolved=(unknown("piles"),),
    )
    assert "Je n'ai pas trouvé «\u00a0piles\u00a0» chez nos commerçants" in text
    assert isinstance(talk.replies[-1], RecapShown)


@pytest.mark.parametrize("text", ["doliprane", "un paquet de Marlboro"])
def test_medicines_and_tobacco_are_declined_with_the_shops_phone(talk: Talk, text: str) -> None:
    said = talk.means(text, ORDER, unresolved=(unknown(text),))
    assert "ne se commande" in said
    assert "01 99 00 01 08" in said


def test_place_order_names_everything(talk: Talk) -> None:
    talk.means("2 baguettes", ORDER, lines=(line("baguette", "2"),))
    talk.presses("confirm")
    placed = next(c for c in talk.commands if isinstance(c, PlaceOrder))
    assert (placed.round, placed.date, placed.place) == ("mardi-matin", "2026-11-24", "les-granges")


def test_without_an_option_changes_a_thing_and_does_not_remove_it(talk: Talk) -> None:
    talk.means("une reine moyenne", ORDER, lines=(line("pizza-reine", "1", "+moyenne"),))
    without = (line("pizza-reine", None, "-champignons"),)
    talk.means("la reine sans champignons", REMOVE, lines=without)
    talk.presses("confirm")
    assert talk.orders[0].lines[0].item.options == ("+moyenne", "-champignons")


def test_a_mixed_message_changes_what_is_there_and_adds_the_rest(talk: Talk) -> None:
    orders_two_baguettes(talk)
    talk.means(
        "finalement 3 baguettes et rajoutez un croissant",
        ADD,
        lines=(line("baguette", "3"), line("croissant", "1")),
        intents=((ADD, 0.54), (CHANGE, 0.46)),
    )
    assert talk.content == {"baguette": "3", "croissant": "1"}


def test_a_heading_that_counts_what_follows_is_nothing_to_buy(talk: Talk) -> None:
    pizzas = ("pizza-reine", "pizza-4-fromages", "pizza-calzone")
    talk.means(
        "2 pizzas : une reine et une 4 fromages",
        ORDER,
        lines=(
            line("pizza-reine", "1", text="une reine"),
            line("pizza-4-fromages", "1", text="une 4 fromages"),
        ),
        unresolved=(vague("2 pizzas", *pizzas, qty=Decimal(2)),),
    )
    assert isinstance(talk.replies[-1], OptionAsked)
    talk.means("les deux en moyenne", CHANGE, answer=Answer(codes=("moyenne",), qty=Decimal(2)))
    recap = talk.replies[-1]
    assert isinstance(recap, RecapShown)
    assert {shown.item.options for shown in recap.lines} == {("+moyenne",)}


def test_a_measure_that_a_piece_has_not_is_explained_and_the_number_asked(talk: Talk) -> None:
    text = talk.means("500 g de baguette", ORDER, lines=(line("baguette", unfit=True),))
    assert "se vend à la pièce" in text
    assert isinstance(talk.replies[-1], QuantityAsked)


def test_buttons_of_past_messages_do_nothing(talk: Talk) -> None:
    talk.means("2 baguettes", ORDER, lines=(line("baguette", "2"),))
    first = f"question:{talk.state.card}"
    talk.means("3 croissants", ADD, lines=(line("croissant", "3"),))
    talk.presses("confirm", first)
    assert not talk.orders
    talk.presses("confirm", f"question:{talk.state.card}")
    assert talk.content == {"baguette": "2", "croissant": "3"}
    talk.presses("cancel")
    assert talk.content == {"baguette": "2", "croissant": "3"}
