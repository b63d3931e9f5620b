"""Picking lists and route sheets: whose they are, what stands on them, that they can be set."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from tournee.bot import attachments
from tournee.bot.attachments import Attachment
from tournee.bot.cli import main
from tournee.bot.messages import Outgoing
from tournee.bot.prints.typeset import worksheet
from tournee.bot.prints.worksheets import PickingSheet, RouteSheet
from tournee.bot.simulate import Recorder, Simulation
from tournee.catalog.folder import read
from tournee.catalog.model import Village

PARIS = timezone(timedelta(hours=1))
DURAND, LEFEVRE = "+33639980001", "+33639980002"
SAID = (
    (DURAND, "2 baguettes tradition, 300 g de comté 18 mois et 1 cidre brut pour mardi"),
    (DURAND, "oui"),
    (LEFEVRE, "1 pain de campagne tranché et 3 croissants pour mardi"),
    (LEFEVRE, "oui"),
)


@pytest.fixture(scope="module")
def village() -> Village:
    return read(Path("villages/saint-aubin"))


class Files(Recorder):
    """A channel that keeps the files that messages carry."""

    def __init__(self, village: Village) -> None:
        super().__init__(village.settings.zone)
        self.kept: list[Attachment] = []

    async def send(self, message: Outgoing) -> str:
        if message.draft.attachment is not None:
            self.kept.append(message.draft.attachment)
        return await super().send(message)


def printed(village: Village, *wishes: dict[str, Any], hour: int = 19) -> list[Attachment]:
    """Return the files that chats get for wishes at an hour of the day before the round."""
    at = datetime(2026, 11, 23, 9, tzinfo=PARIS)
    events: list[dict[str, Any]] = [
        {"at": (at + timedelta(minutes=n)).isoformat(), "via": "sms", "from": who, "text": text}
        for n, (who, text) in enumerate(SAID)
    ]
    for n, wish in enumerate(wishes):
        events.append({"at": at.replace(hour=hour, minute=n).isoformat()} | wish)
    recorder = Files(village)
    simulation = Simulation(village, recorder)

    async def play() -> None:
        for event in events:
            await simulation.play(event)

    asyncio.run(play())
    return recorder.kept


def operator(text: str) -> dict[str, Any]:
    return {"via": "telegram", "from": 9001, "chat": "operators", "text": text}


def shop(village: Village, slug: str, text: str) -> dict[str, Any]:
    who = next(p.telegram for p in village.people if p.shop == slug)
    return {"via": "telegram", "from": who, "chat": f"shop:{slug}", "text": text}


def route_of(village: Village, *before: str) -> RouteSheet:
    files = printed(village, *map(operator, before), operator("/imprimer"))
    [route] = [f for f in files if isinstance(f, RouteSheet)]
    return route


def lists_of(village: Village, wish: dict[str, Any]) -> PickingSheet:
    [found] = [f for f in printed(village, wish) if isinstance(f, PickingSheet)]
    return found


def test_a_route_sheet_has_every_door_with_what_is_due_and_what_to_mind(village: Village) -> None:
    route = route_of(village, "/personne Durand note sonner deux fois")
    durand = next(d for d in route.doors if "Durand" in d.who)
    assert (durand.note, durand.phone) == ("sonner deux fois", "06 39 98 00 01")
    assert "Vérifier l'âge" in durand.checks
    assert {b.shop for b in durand.bags} == {c.shop for c in route.collect}
    assert "au plus" in durand.due
    assert len(route.doors) == 2
    assert route.sketch is not None


def test_a_village_without_a_map_gets_a_route_sheet_without_a_picture(village: Village) -> None:
    places = tuple(replace(place, lat=None, lon=None) for place in village.places)
    route = route_of(replace(village, places=places))
    assert route.sketch is None
    assert len(worksheet(route, "png")) == 1


def test_a_shop_prints_its_own_bags_alone(village: Village) -> None:
    sheet = lists_of(village, shop(village, "fromagerie", "/imprimer"))
    [page] = sheet.shops
    assert page.shop == "Fromagerie des Monts"
    [bag] = page.bags
    [goods] = bag.goods
    assert (goods.amount, goods.name) == ("300 g", "Comté 18 mois")
    assert goods.weigh.startswith("poids")


def test_an_operator_prints_a_page_for_each_shop(village: Village) -> None:
    sheet = lists_of(village, operator("/imprimer"))
    assert len(sheet.shops) == 3
    assert len(worksheet(sheet, "png")) == 3
    bakery = next(p for p in sheet.shops if "Boulangerie" in p.shop)
    assert {t.name: t.amount for t in bakery.totals} == {
        "Baguette tradition": "2 ×",
        "Croissant": "3 ×",
        "Pain de campagne 500 g (tranché)": "1 ×",
    }


def test_a_list_of_many_goods_and_bags_is_set_on_as_many_pages_as_it_takes(
    village: Village,
) -> None:
    sheet = lists_of(village, operator("/imprimer boulangerie"))
    [page] = sheet.shops
    long = replace(page, totals=page.totals * 20, bags=page.bags * 20)
    pages = worksheet(replace(sheet, shops=(long,)), "png")
    assert len(pages) > 2


def test_a_sheet_is_kept_as_its_words_until_it_is_sent(village: Village) -> None:
    route = route_of(village)
    again = attachments.load(attachments.dump(route))
    assert again == route
    made = attachments.make(route, lambda: village)
    assert made.data.startswith(b"%PDF")
    assert made.name == "feuille-de-route-mardi-matin-2026-11-24.pdf"


def test_the_command_prints_a_day_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOURNEE_DATABASE_URL", f"sqlite:///{tmp_path / 'town.db'}")
    assert main(["village", "import", "villages/saint-aubin"]) == 0
    capsys.readouterr()
    asked = ["print", "villages/saint-aubin", "--day", "2026-11-24", "--into", str(tmp_path)]
    assert main(asked) == 1
    assert "nobody has ordered" in capsys.readouterr().err
