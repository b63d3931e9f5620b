"""A shop's group, step by step, with the real services."""

from datetime import timedelta

import pytest

from tests.conversation.desk import ROUND, TUESDAY, Chat, Desk, other, shop_chat
from tournee.bot.conversation.commands import Schedule, Unschedule
from tournee.bot.conversation.events import Due, ShopSilent
from tournee.bot.conversation.shop.news import ESCALATION, REMINDER
from tournee.catalog.model import PersonSlug, Role, ShopSlug, Village
from tournee.orders import services
from tournee.orders.events import OrderPlaced, RoundClosed
from tournee.orders.model import Item, LineStatus, OrderNumber, OrderStatus


@pytest.fixture
def desk(saint_aubin: Village) -> Desk:
    return Desk(village=saint_aubin)


@pytest.fixture
def bakery(desk: Desk) -> Chat:
    return shop_chat(desk, "boulangerie")


def placed(desk: Desk, chat: Chat, resident: str = "durand", **goods: str) -> OrderNumber:
    """Place an order and let the shop hear of it."""
    number = desk.place(resident, **goods)
    slug = ShopSlug(chat.party.slug)
    chat.hears(OrderPlaced(number=number, shop=slug, resident=PersonSlug(resident)))
    return number


def test_an_order_comes_as_a_card_without_a_phone_number(desk: Desk, bakery: Chat) -> None:
    number = desk.place("durand", baguette="2")
    order = OrderPlaced(number=number, shop=ShopSlug("boulangerie"), resident=PersonSlug("durand"))
    text = bakery.hears(order)
    assert (
        text
        == f"🧺 Commande {number} · mardi 24/11 · Jeanne Durand, Les Granges\n2 × Baguette 2,20\xa0€"
    )
    assert bakery.cards == [f"order:{number}"]
    assert bakery.buttons == ["accept", "missing", "refuse"]


def test_accepting_names_who_did_it_on_the_card(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    text = bakery.taps("accept", number)
    assert text.endswith("✅ Acceptée par Marie Morel")
    assert bakery.cards == [f"order:{number}"]
    assert desk.order(number, "boulangerie").status is OrderStatus.ACCEPTED


def test_a_second_tap_says_so_and_changes_nothing(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    bakery.taps("accept", number)
    text = bakery.taps("accept", number)
    assert "déjà fait" in text
    assert "Acceptée par Marie Morel" in text
    assert not bakery.commands


@pytest.mark.parametrize(
    "action",
    [
        "accept",
        "refuse",
        "missing",
        "line:baguette",
        "substitute:ficelle",
        "nothing",
        "weigh:baguette",
    ],
)
def test_every_tap_on_a_cancelled_order_is_harmless(action: str, desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2", croissant="1")
    desk.does(Role.RESIDENT, services.cancel, number)
    text = bakery.taps(action, number)
    assert "annulée" in text
    assert not bakery.commands


def test_a_line_is_chosen_then_its_substitute(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2", croissant="1")
    bakery.taps("missing", number)
    assert bakery.buttons == ["line:baguette", "line:croissant", "back"]
    bakery.taps("line:baguette", number)
    assert bakery.buttons[:2] == ["left:1", "substitute:baguette-tradition"]
    assert bakery.buttons[-2:] == ["nothing", "back"]
    text = bakery.taps("substitute:baguette-tradition", number)
    assert "2 × Baguette → Baguette tradition" in text
    line = desk.order(number, "boulangerie").lines[0]
    assert line.offered
    assert line.substitute == "baguette-tradition"


def test_the_only_line_is_not_asked_for(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    bakery.taps("missing", number)
    assert bakery.buttons[:2] == ["left:1", "substitute:baguette-tradition"]
    assert bakery.taps("line:baguette", number) == ""


def test_back_leaves_the_order_as_it_was(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2", croissant="1")
    bakery.taps("missing", number)
    bakery.taps("back", number)
    assert bakery.buttons == ["accept", "missing", "refuse"]
    assert desk.order(number, "boulangerie").status is OrderStatus.PLACED


def test_what_a_card_asks_may_be_typed(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2", croissant="1")
    bakery.taps("missing", number)
    bakery.types("baguette")
    assert bakery.buttons[-2:] == ["nothing", "back"]
    text = bakery.types("baguette tradition")
    assert "Marie Morel propose Baguette tradition à la place de Baguette" in text


def test_nothing_may_be_typed_too(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2", croissant="1")
    bakery.taps("missing", number)
    bakery.taps("line:baguette", number)
    assert "Baguette\xa0: manque. Je préviens Jeanne Durand" in bakery.types("rien")
    assert desk.order(number, "boulangerie").lines[0].status is LineStatus.MISSING


def test_a_name_typed_long_after_is_talk(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2", croissant="1")
    bakery.taps("missing", number)
    desk.now += timedelta(hours=1)
    assert bakery.types("baguette") == ""


def test_what_was_typed_is_told_in_a_line_of_its_own(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    text = bakery.types(f"ok {number}")
    assert text.startswith(f"{number} · ✅ Acceptée par Marie Morel\n🧺 Commande {number}")
    assert bakery.cards == [None, f"order:{number}"]


def test_two_weights_of_one_order_change_its_card_once(desk: Desk, saint_aubin: Village) -> None:
    butcher = shop_chat(desk, "boucherie")
    number = placed(desk, butcher, roti_porc="1", bourguignon="0.6")
    butcher.types(f"{number} rôti de porc 1 kg 020 et bourguignon 605 g")
    assert butcher.cards == [None, None, f"order:{number}"]
    weights = {line.item.sku: line.weight for line in desk.order(number, "boucherie").lines}
    assert {sku: str(w) for sku, w in weights.items()} == {
        "roti-porc": "1.020",
        "bourguignon": "0.605",
    }


def test_a_weight_is_asked_for_and_typed(desk: Desk) -> None:
    cheese = shop_chat(desk, "fromagerie")
    number = placed(desk, cheese, comte_18="0.3")
    cheese.taps("accept", number)
    assert cheese.buttons == ["weigh:comte-18", "missing"]
    cheese.taps("weigh:comte-18", number)
    assert "305 g" in cheese.types("305")
    assert desk.order(number, "fromagerie").lines[0].status is LineStatus.WEIGHED


def test_a_weight_above_what_was_announced_is_the_residents_to_decide(desk: Desk) -> None:
    cheese = shop_chat(desk, "fromagerie")
    number = placed(desk, cheese, comte_18="0.3")
    assert "je demande à Jeanne Durand" in cheese.types("comté 512 g")
    assert desk.order(number, "fromagerie").lines[0].too_heavy


def test_a_refusal_keeps_its_reason(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    assert "Refusée par Marie Morel" in bakery.types(f"refus {number} four en panne")
    assert desk.order(number, "boulangerie").status is OrderStatus.REFUSED


def test_an_answered_order_reminds_nobody(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    bakery.taps("accept", number)
    undone = {c.key for c in bakery.commands if isinstance(c, Unschedule)}
    assert undone == {f"{REMINDER}:{number}", f"{ESCALATION}:{number}"}


def test_the_reminder_waits_for_half_an_hour_of_opening(desk: Desk, bakery: Chat) -> None:
    number = desk.place("durand", baguette="2")
    bakery.hears(
        OrderPlaced(number=number, shop=ShopSlug("boulangerie"), resident=PersonSlug("durand"))
    )
    (reminder,) = [c for c in bakery.commands if isinstance(c, Schedule)]
    assert reminder.event == Due(what=REMINDER, number=number)
    assert reminder.at.isoformat() == "2026-11-24T07:15:00+01:00"


def test_a_reminder_takes_the_buttons_along(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    text = bakery.hears(Due(what=REMINDER, number=number))
    assert bakery.cards == [f"order:{number}", f"order:{number}:reminder"]
    assert "Suite plus bas" in text
    assert "Attend toujours une réponse" in text
    bakery.taps("accept", number)
    assert bakery.cards == [f"order:{number}:reminder"]


def test_after_the_reminder_the_operators_are_told(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    bakery.hears(Due(what=REMINDER, number=number))
    assert bakery.hears(Due(what=ESCALATION, number=number)) == ""
    (post,) = bakery.posted(ShopSilent)
    assert post.event == ShopSilent(number=number, shop=ShopSlug("boulangerie"))


def test_a_reminder_of_an_answered_order_is_silent(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    bakery.taps("accept", number)
    assert bakery.hears(Due(what=REMINDER, number=number)) == ""


def test_a_cancellation_is_told_and_the_card_loses_its_buttons(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    text = bakery.hears(*desk.does(Role.RESIDENT, services.cancel, number))
    assert f"❌ Commande {number} ANNULÉE par Jeanne Durand" in text
    assert bakery.buttons == []
    assert bakery.cards == [f"order:{number}", None]


def test_a_change_is_told_and_asked_to_be_answered_again(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2", croissant="1")
    bakery.taps("accept", number)
    items = [
        Item(
            sku=desk.village.product_by_sku["baguette"].sku,
            qty=desk.order(number, "boulangerie").lines[0].quantity + 1,
        ),
        Item(
            sku=desk.village.product_by_sku["ficelle"].sku,
            qty=desk.order(number, "boulangerie").lines[1].quantity,
        ),
    ]
    text = bakery.hears(*desk.does(Role.RESIDENT, services.amend, number, items))
    assert "+ 1 Ficelle" in text
    assert "maintenant 3 × Baguette" in text
    assert "sans Croissant" in text
    assert bakery.buttons == ["accept", "missing", "refuse"]


def test_an_accepted_substitute_is_told(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    bakery.types(f"manque baguette, tradition à la place {number}")
    events = desk.does(
        Role.RESIDENT,
        services.answer_substitute,
        number,
        ShopSlug("boulangerie"),
        "baguette",
        accepted=True,
    )
    text = bakery.hears(*events)
    assert "Jeanne Durand prend Baguette tradition" in text
    assert "2 × Baguette tradition (à la place de Baguette) 2,70\xa0€" in text


def test_off_sale_names_the_open_orders_that_hold_it(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, croissant="3")
    text = bakery.types("plus de croissants aujourd'hui")
    assert "Croissant\xa0: 🚫 plus en vente jusqu'à mardi 24/11 6h45" in text
    assert f"• {number} · Jeanne Durand, Les Granges\xa0: 3 × Croissant" in text


def test_the_cut_off_brings_the_picking_list(desk: Desk, bakery: Chat) -> None:
    first = placed(desk, bakery, baguette="2", croissant="1")
    second = placed(desk, bakery, "benali", baguette="3")
    bakery.taps("accept", first)
    text = bakery.hears(RoundClosed(round=ROUND, date=TUESDAY))
    assert "🧺 À préparer pour mardi 24/11" in text
    assert "5 × Baguette" in text
    assert f"Pas encore répondu\xa0: {second}" in text
    assert f"• {first} · Jeanne Durand, Les Granges\xa0: 2 × Baguette, 1 Croissant" in text


def test_a_shop_without_orders_gets_no_list(bakery: Chat) -> None:
    assert bakery.hears(RoundClosed(round=ROUND, date=TUESDAY)) == ""


def test_the_list_so_far_is_given_when_asked_for(desk: Desk, bakery: Chat) -> None:
    assert bakery.types("liste") == "Aucune commande à préparer pour le moment."
    placed(desk, bakery, baguette="2")
    assert "jusqu'ici" in bakery.types("liste")


def test_a_doubt_is_settled_by_a_tap_or_a_number(desk: Desk, bakery: Chat) -> None:
    first = placed(desk, bakery, croissant="1")
    second = placed(desk, bakery, "benali", croissant="2")
    bakery.types("manque croissant")
    assert bakery.buttons == ["choose:1", "choose:2", "no"]
    text = bakery.types(str(second))
    assert text.startswith(f"Compris\xa0: {second} sans Croissant.")
    assert desk.order(second, "boulangerie").status is OrderStatus.REFUSED
    assert desk.order(first, "boulangerie").status is OrderStatus.PLACED


def test_none_of_what_was_proposed_changes_nothing(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, croissant="1")
    bakery.types(f"mnaque croissant {number}")
    assert bakery.buttons == ["yes", "no"]
    assert bakery.taps("no") == "D'accord, je n'ai rien changé."
    assert bakery.cards == ["doubt:1"]
    assert bakery.taps("yes", card="doubt:1") == ""
    assert desk.order(number, "boulangerie").status is OrderStatus.PLACED


def test_what_is_not_in_the_order_is_said_with_what_is(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, croissant="1")
    text = bakery.types(f"manque ficelle {number}")
    assert (
        text
        == f"Pas de «\xa0ficelle\xa0» dans la commande {number}. Elle contient\xa0: 1 Croissant."
    )


def test_a_round_that_is_called_off_is_told_with_its_orders(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, croissant="1")
    events = desk.does(Role.OPERATOR, services.cancel_round, ROUND, TUESDAY, "neige")
    text = bakery.hears(*events)
    assert "La tournée de mardi 24/11 n'a pas lieu (neige)" in text
    assert f"{number} · Jeanne Durand" in text


def test_anybody_of_the_shop_may_answer(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, croissant="1")
    assert "Acceptée par Claire Petit" in other(bakery, "operateur").taps("accept", number)


def test_a_new_doubt_gives_up_the_one_before(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, croissant="1", baguette="1")
    bakery.types(f"mnaque croissant {number}")
    bakery.types(f"mnaque baguette {number}")
    assert bakery.cards == ["doubt:1", "doubt:2"]
    assert bakery.taps("yes", card="doubt:1") == ""
    bakery.taps("yes", card="doubt:2")
    lines = {x.item.sku: x.status for x in desk.order(number, "boulangerie").lines}
    assert lines == {"croissant": LineStatus.ACCEPTED, "baguette": LineStatus.MISSING}


def test_a_tap_that_names_no_order_means_the_one_that_waits(desk: Desk, bakery: Chat) -> None:
    first = placed(desk, bakery, croissant="1")
    second = placed(desk, bakery, "benali", croissant="1")
    bakery.taps("accept")
    assert bakery.buttons == ["choose:1", "choose:2", "no"]
    bakery.taps("choose:2")
    assert desk.order(second, "boulangerie").status is OrderStatus.ACCEPTED
    bakery.taps("accept")
    assert desk.order(first, "boulangerie").status is OrderStatus.ACCEPTED


def test_an_order_that_is_settled_may_be_named_too(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, croissant="1")
    desk.does(Role.RESIDENT, services.cancel, number)
    text = bakery.types(f"ok {number}")
    assert text == f"La commande {number} a été annulée par le client."


def test_a_weight_that_the_resident_takes_is_told(desk: Desk) -> None:
    cheese = shop_chat(desk, "fromagerie")
    number = placed(desk, cheese, comte_18="0.3")
    cheese.types("comté 512 g")
    agree = services.answer_weight
    events = desk.does(Role.RESIDENT, agree, number, "fromagerie", "comte-18", accepted=True)
    assert "Jeanne Durand prend Comté 18 mois à 512 g" in cheese.hears(*events)


def test_help_is_made_of_the_shops_own_goods(desk: Desk, bakery: Chat) -> None:
    number = placed(desk, bakery, baguette="2")
    text = bakery.types("aide")
    assert f"manque baguette {number}" in text
    assert "512 g" not in text
    assert bakery.types("/help@saint_aubin_bot") == text
    assert "512 g" in shop_chat(desk, "fromagerie").types("aide")
