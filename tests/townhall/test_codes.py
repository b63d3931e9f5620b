"""Codes that are typed: which messages are one, how long they hold, how often they are guessed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.bot.flow import MONDAY, Wire, app, sms
from tests.townhall.test_people import DURAND, NEWCOMER, VILLAGE, settle
from tournee.bot.app import App
from tournee.bot.channels.invitations import CodeTriesRow, InvitationRow
from tournee.bot.deeds import codes
from tournee.catalog.model import Channel, Role

GARNIER = "person:garnier"


def invite(tournee: App, subject: str = GARNIER) -> tuple[str, str]:
    """A link's code, and the figures that go with it."""
    with tournee.workspaces.open(VILLAGE) as workspace:
        link = workspace.invitations.invite(subject, "claire", MONDAY)
        figures = workspace.invitations.invite_by_figures(subject, "claire", MONDAY)
        workspace.commit()
    return link, figures


def write(tournee: App, words: str, *, who: str = NEWCOMER, minutes: int = 0) -> None:
    tournee.inbox.receive(sms(words, sender=who, minutes=minutes))
    settle(tournee, MONDAY + timedelta(minutes=minutes))


def owner(tournee: App, number: str) -> str | None:
    """The entry that a number stands for."""
    with tournee.workspaces.open(VILLAGE) as workspace:
        message = sms("", sender=number)
        found = workspace.people.find(message.channel, message.sender)
        return found.slug if found else None


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("CODE 482913", "482913"),
        ("code: 482 913.", "482913"),
        ("mon code 48 29 13", "482913"),
        ("Código 482913", "482913"),
        ("code 4829", None),
        ("code 4829130", None),
        ("code 482913 au portail", None),
        ("482913", None),
        ("2 baguettes", None),
    ],
)
def test_a_code_is_a_message_of_the_word_and_six_figures(text: str, figures: str | None) -> None:
    assert codes.typed(sms(text)) == figures


def test_a_code_makes_a_number_that_persons_once(database: Engine) -> None:
    tournee = app(database, Wire())
    link, figures = invite(tournee)
    write(tournee, f"code {figures}")
    assert owner(tournee, NEWCOMER) == "garnier"
    write(tournee, f"code {figures}", who="+33639980078", minutes=1)
    assert owner(tournee, "+33639980078") != "garnier"
    with Session(database) as session:
        left = session.scalars(select(InvitationRow.code)).all()
    assert link not in left


@pytest.mark.parametrize(
    ("channel", "sender"), [(Channel.WHATSAPP, NEWCOMER), (Channel.TELEGRAM, "7777")]
)
def test_a_code_may_be_typed_on_every_channel(
    database: Engine, channel: Channel, sender: str
) -> None:
    tournee = app(database, Wire())
    _, figures = invite(tournee)
    tournee.inbox.receive(replace(sms(f"CODE {figures}", sender=sender), channel=channel))
    with tournee.workspaces.open(VILLAGE) as workspace:
        found = workspace.people.find(channel, sender)
    assert found is not None
    assert found.slug == "garnier"


def test_a_code_of_a_driver_carries_the_role(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    _, figures = invite(tournee, "person:livreur")
    write(tournee, f"code {figures}")
    write(tournee, "tournée", minutes=1)
    with tournee.workspaces.open(VILLAGE) as workspace:
        found = workspace.people.find(Channel.SMS, NEWCOMER)
    assert found is not None
    assert found.role is Role.DRIVER
    assert "tournée" in wire.texts[-1]


def test_who_has_a_role_does_not_become_somebody_else_by_a_code(database: Engine) -> None:
    wire = Wire()
    tournee = app(database, wire)
    _, figures = invite(tournee)
    with tournee.workspaces.open(VILLAGE) as workspace:
        driver = workspace.people.known("livreur")
    assert driver is not None
    assert driver.phone is not None
    write(tournee, f"code {figures}", who=driver.phone)
    assert owner(tournee, driver.phone) == "livreur"
    assert "Karim Haddad" in wire.texts[-1]
    write(tournee, f"code {figures}", minutes=1)
    assert owner(tournee, NEWCOMER) == "garnier"


def test_a_code_of_more_than_seven_days_ago_does_nothing(database: Engine) -> None:
    tournee = app(database, Wire())
    _, figures = invite(tournee)
    write(tournee, f"code {figures}", minutes=7 * 24 * 60 + 1)
    assert owner(tournee, NEWCOMER) != "garnier"


def test_after_five_wrong_codes_the_right_one_has_to_wait_an_hour(database: Engine) -> None:
    tournee = app(database, Wire())
    _, figures = invite(tournee)
    wrong = f"{(int(figures) + 1) % 1_000_000:06}"
    for minute in range(codes.MOST_TRIES):
        write(tournee, f"code {wrong}", minutes=minute)
    write(tournee, f"code {figures}", minutes=10)
    assert owner(tournee, NEWCOMER) != "garnier"
    write(tournee, f"code {figures}", minutes=61)
    assert owner(tournee, NEWCOMER) == "garnier"


def test_many_numbers_together_may_not_guess_either(database: Engine) -> None:
    tournee = app(database, Wire())
    _, figures = invite(tournee)
    with tournee.workspaces.open(VILLAGE) as workspace:
        for n in range(codes.MOST_IN_VILLAGE):
            workspace.invitations.note_try(sms("").channel, f"+3363998{n:04}", MONDAY)
        workspace.commit()
    write(tournee, f"code {figures}", minutes=1)
    assert owner(tournee, NEWCOMER) != "garnier"


def test_a_group_cannot_be_linked_by_typing_figures(database: Engine) -> None:
    tournee = app(database, Wire())
    _, figures = invite(tournee, "shop:boulangerie")
    write(tournee, f"code {figures}", who=DURAND)
    assert owner(tournee, DURAND) == "durand"


def test_wrong_codes_are_forgotten_after_an_hour(database: Engine) -> None:
    tournee = app(database, Wire())
    write(tournee, "code 000000")
    write(tournee, "code 000000", who=DURAND, minutes=61)
    with Session(database) as session:
        assert session.scalars(select(CodeTriesRow.address)).all() == [DURAND]
