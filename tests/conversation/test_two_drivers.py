"""Drivers among each other: who leaves with a round, who shares it, who goes on for whom."""

from collections import deque
from dataclasses import replace

import pytest

from tests.conversation.desk import Chat, Desk, driver_chat
from tests.conversation.test_driver import CLOSED, NINE, accepted
from tournee.bot.conversation.commands import Post
from tournee.bot.conversation.driver_events import DriverAlert
from tournee.bot.conversation.events import ArrivalExpected
from tournee.bot.conversation.party import OPERATORS, Party, PartyKind
from tournee.catalog.model import Person, PersonSlug, Role, Village

LEA = Person(slug=PersonSlug("lea"), role=Role.DRIVER, name="Léa Brun", telegram=9102)


@pytest.fixture
def desk(saint_aubin: Village) -> Desk:
    village = replace(saint_aubin, people=(*saint_aubin.people, LEA))
    desk = Desk(village=village)
    for resident in ("durand", "chevalier", "benali", "ortega", "lefevre", "garnier"):
        accepted(desk, resident, baguette="1")
    return desk


@pytest.fixture
def karim(desk: Desk) -> Chat:
    return driver_chat(desk)


@pytest.fixture
def lea(desk: Desk) -> Chat:
    chat = driver_chat(desk)
    return replace(chat, party=Party(kind=PartyKind.DRIVER, slug=LEA.slug), me=LEA, state=None)


def passed_on(*chats: Chat) -> dict[str, str]:
    """Let the chats hear what they posted to each other, until nobody has news any more."""
    by_slug = {chat.party.slug: chat for chat in chats}
    waiting = deque(c for chat in chats for c in chat.commands if isinstance(c, Post))
    for chat in chats:
        chat.commands = []
    said: dict[str, str] = {}
    for _ in range(30):
        if not waiting:
            break
        post = waiting.popleft()
        to = by_slug.get(post.to.slug) if post.to.kind is PartyKind.DRIVER else None
        if to is None or type(post.event).__name__ == "PlanWanted":
            continue
        said[to.party.slug] = to.hears(post.event)
        waiting.extend(c for c in to.commands if isinstance(c, Post))
        to.commands = []
    return said


def test_the_first_who_leaves_has_the_round(karim: Chat, lea: Chat, desk: Desk) -> None:
    karim.hears(CLOSED)
    lea.hears(CLOSED)
    desk.now = NINE
    karim.taps("depart")
    said = passed_on(karim, lea)
    assert said["lea"].startswith("Karim Haddad a pris la tournée de mardi 24/11")
    assert lea.taps("depart").startswith("Pas de tournée")


def shared(karim: Chat, lea: Chat) -> None:
    karim.hears(CLOSED)
    lea.hears(CLOSED)
    assert "share" in karim.buttons
    karim.taps("share")
    passed_on(karim, lea)


def test_a_shared_round_has_each_door_once(karim: Chat, lea: Chat, desk: Desk) -> None:
    shared(karim, lea)
    mine, hers = karim.state.runs[0].share, lea.state.runs[0].share
    assert mine
    assert hers
    assert sorted([*mine, *hers]) == sorted({o.number for o in desk.orders})
    text = lea.types("liste")
    assert len(text.splitlines()) == 1 + len(hers)


def test_a_shared_round_names_the_other_driver_and_leaves_twice(
    karim: Chat, lea: Chat, desk: Desk
) -> None:
    shared(karim, lea)
    assert "Partagée avec Karim Haddad." in lea.taps("collected:boulangerie")
    desk.now = NINE
    assert "Arrêt 1/" in karim.taps("depart")
    told = len(karim.posted(ArrivalExpected))
    passed_on(karim, lea)
    assert "Arrêt 1/" in lea.taps("depart")
    assert told + len(lea.posted(ArrivalExpected)) == 6


def test_each_reports_only_their_own_doors(karim: Chat, lea: Chat, desk: Desk) -> None:
    shared(karim, lea)
    desk.now = NINE
    karim.taps("depart")
    passed_on(karim, lea)
    lea.taps("depart")
    his = karim.state.runs[0].share[0]
    assert "n'est pas dans cette tournée" in lea.types(f"livré {his}")
    assert not lea.commands


def stopped(karim: Chat, lea: Chat, desk: Desk) -> None:
    """Karim has done one of six doors, and can't go on."""
    karim.hears(CLOSED)
    desk.now = NINE
    karim.taps("depart")
    karim.types("livré")
    text = karim.types("je suis en panne, je ne peux pas finir")
    assert "il reste 5 arrêts" in text
    assert "Je demande aussi à Léa Brun" in text


def test_operators_hear_who_still_waits(karim: Chat, lea: Chat, desk: Desk) -> None:
    stopped(karim, lea, desk)
    (post,) = karim.posted(DriverAlert)
    assert post.to == OPERATORS
    assert isinstance(post.event, DriverAlert)
    assert (post.event.what, len(post.event.doors)) == ("stopped", 5)
    assert any("+33639980001" in door for door in post.event.doors)


def test_another_driver_takes_over_what_is_left(karim: Chat, lea: Chat, desk: Desk) -> None:
    stopped(karim, lea, desk)
    said = passed_on(karim, lea)
    assert "🆘 Karim Haddad ne peut pas finir" in said["lea"]
    assert lea.buttons == ["take_over"]
    lea.taps("take_over", card=lea.cards[0])
    said = passed_on(lea, karim)
    assert said["livreur"].startswith("Léa Brun prend vos 5 derniers arrêts")
    assert "Vous avez maintenant 5 arrêts de Karim Haddad" in said["lea"]
    assert "Arrêt 1/5" in said["lea"]
    assert karim.state.under_way is None
    assert "🏁" in "".join(lea.types("livré") for _ in range(5))


def test_the_second_who_would_take_over_is_too_late(karim: Chat, lea: Chat, desk: Desk) -> None:
    stopped(karim, lea, desk)
    passed_on(karim, lea)
    card = lea.cards[0]
    lea.taps("take_over", card=card)
    passed_on(lea, karim)
    lea.taps("take_over", card=card)
    said = passed_on(lea, karim)
    assert "quelqu'un a été plus rapide" in said["lea"]
    assert len(lea.state.under_way.visits) == 5


def test_who_has_stopped_may_go_on_while_nobody_took_over(
    karim: Chat, lea: Chat, desk: Desk
) -> None:
    stopped(karim, lea, desk)
    assert "✅ livré" in karim.types("livré")


def test_alone_there_is_nobody_to_share_with(saint_aubin: Village) -> None:
    desk = Desk(village=saint_aubin)
    accepted(desk, "durand", baguette="1")
    alone = driver_chat(desk)
    alone.hears(CLOSED)
    assert "share" not in alone.buttons
    assert alone.types("on partage").startswith("Il n'y a personne")
