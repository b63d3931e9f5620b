"""What was changed of a person's entry is taken back like any other edit; on both databases."""

from datetime import timedelta

from sqlalchemy import Engine

from tests.bot.flow import MONDAY, Wire, app
from tests.townhall.test_parting import BAKER, LATER, refused, undone
from tests.townhall.test_people import CLAIRE, VILLAGE, carry_out, say
from tournee.bot.app import App
from tournee.bot.conversation.catalogue_commands import ReadHistory
from tournee.bot.conversation.catalogue_events import CatalogueEdited, EditRefused, HistoryRead
from tournee.bot.conversation.townhall_commands import AddPerson, ChangePerson
from tournee.bot.conversation.townhall_events import PersonAdded, PersonChanged
from tournee.bot.deeds import catalogue
from tournee.catalog.model import Person, PersonSlug, Role
from tournee.orders.model import Actor

ODETTE = "+33639980044"


def changed(tournee: App, slug: str, **values: str | None) -> int:
    (done,) = carry_out(
        tournee, ChangePerson(person=PersonSlug(slug), values=tuple(values.items()))
    )
    assert isinstance(done, PersonChanged)
    return done.number


def added(tournee: App) -> int:
    (done,) = carry_out(tournee, AddPerson(name="Odette Martin", phone=ODETTE))
    assert isinstance(done, PersonAdded)
    return done.number


def person(tournee: App, slug: str) -> Person | None:
    with tournee.workspaces.open(VILLAGE) as workspace:
        return workspace.people.known(slug)


def offered(tournee: App, actor: Actor = CLAIRE) -> list[int]:
    with tournee.workspaces.open(VILLAGE) as workspace:
        (found,) = catalogue.carry_out(ReadHistory(to_undo=True), workspace, actor, LATER)
    assert isinstance(found, HistoryRead)
    return [edit.number for edit in found.edits]


def test_an_entry_is_as_it_was_before_also_after_another_edit(database: Engine) -> None:
    tournee = app(database, Wire())
    before = person(tournee, "moreau")
    first = changed(tournee, "moreau", role="driver", barred="yes")
    changed(tournee, "durand", note="le chien est gentil")
    assert isinstance(undone(tournee, first)[0], CatalogueEdited)
    assert person(tournee, "moreau") == before
    assert refused(undone(tournee, first)) == "undone_already"


def test_what_another_changed_since_is_asked_about(database: Engine) -> None:
    tournee = app(database, Wire())
    first = changed(tournee, "durand", note="sonnez")
    changed(tournee, "durand", note="frappez")
    assert refused(undone(tournee, first)) == "edited_since"


def test_a_number_that_is_anothers_by_now_is_not_given_back(database: Engine) -> None:
    tournee = app(database, Wire())
    first = changed(tournee, "durand", phone="+33639980777")
    carry_out(tournee, AddPerson(name="Odette Martin", phone="+33639980001"))
    assert refused(undone(tournee, first)) == "faulty"


def test_somebody_who_was_added_goes_and_comes_back(database: Engine) -> None:
    tournee = app(database, Wire())
    number = added(tournee)
    there = person(tournee, "martin")
    (gone,) = undone(tournee, number)
    assert isinstance(gone, CatalogueEdited)
    assert person(tournee, "martin") is None
    undone(tournee, gone.number, now=LATER + timedelta(minutes=1))
    assert person(tournee, "martin") == there


def test_somebody_who_has_written_since_stays(database: Engine) -> None:
    tournee = app(database, Wire())
    number = added(tournee)
    say(tournee, "bonjour", who=ODETTE, minutes=5)
    assert refused(undone(tournee, number)) == "person_busy"


def test_an_undo_leaves_somebody_who_runs_the_village(database: Engine) -> None:
    tournee = app(database, Wire())
    promoted = changed(tournee, "durand", role="operator")
    for slug in ("mairie", "operateur"):
        changed(tournee, slug, role="resident")
    assert refused(undone(tournee, promoted)) == "last_operator"


def test_peoples_edits_are_the_operators_to_see_and_to_undo(database: Engine) -> None:
    tournee = app(database, Wire())
    number = changed(tournee, "morel", note="le matin seulement")
    assert offered(tournee) == [number]
    assert offered(tournee, BAKER) == []
    assert isinstance(undone(tournee, number, BAKER)[0], EditRefused)
    actor = Actor(role=Role.RESIDENT, person=PersonSlug("morel"))
    assert isinstance(undone(tournee, number, actor, MONDAY + timedelta(hours=2))[0], EditRefused)
