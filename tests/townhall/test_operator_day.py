"""One long day at the town hall, by message, through the real application."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from tournee.bot.simulate import simulate
from tournee.catalog.folder import read

SAINT_AUBIN = read(Path(__file__).parents[2] / "villages" / "saint-aubin")
PARIS = timezone(timedelta(hours=1))
DURAND, LEFEVRE, CHEVALIER = "+33639980001", "+33639980002", "+33639980009"
NEWCOMER = "+33639980177"
Json = dict[str, Any]


class Day:
    """Writes down who says what, minute by minute."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 7, 0, tzinfo=PARIS)
        self.events: list[Json] = []

    def passes(self, **time: int) -> None:
        self.at += timedelta(**time)
        self.events.append({"at": self.at.isoformat()})

    def claire(self, *what: str) -> None:
        for text in what:
            self._add({"via": "telegram", "from": 9001, "chat": "operators"} | _said(text))

    def shop(self, slug: str, who: int, what: str) -> None:
        self._add({"via": "telegram", "from": who, "chat": f"shop:{slug}"} | _said(what))

    def texts(self, who: str, *what: str) -> None:
        for text in what:
            self._add({"via": "sms", "from": who, "text": text})

    def _add(self, event: Json) -> None:
        self.at += timedelta(minutes=1)
        self.events.append({"at": self.at.isoformat()} | event)


def _said(text: str) -> Json:
    return {"press": text[1:-1]} if text.startswith("[") else {"text": text}


def _morning(day: Day) -> None:
    """Settings, a new resident, an order in somebody's stead, one that is not understood."""
    day.claire("/alertes résumé 7h30", "/jour")
    day.passes(hours=1)
    day.claire("/habitant Odette Martin, La Croix Blanche, 06 39 98 01 88")
    day.claire("/personne Odette Martin note frapper fort", "[undo]")
    day.claire("/pour Odette Martin 2 baguettes et du beurre pour mardi", "[choose:1]", "[confirm]")
    day.texts(NEWCOMER, "2 baguettes pour mardi, mme durand aux granges", "oui")
    day.texts(CHEVALIER, "blurp gnagna", "xzxz trucmuche")
    day.passes(minutes=20)
    day.claire("[take_over]", "Bonjour Monsieur Chevalier, que vous faut-il ?")
    day.texts(CHEVALIER, "une baguette mardi")
    day.claire(
        "Je m'en occupe.", "[hand_back]", "/pour Chevalier 1 baguette pour mardi", "[confirm]"
    )


def _afternoon(day: Day) -> None:
    """Two entries of one person, consents, an announcement, a role, a round called off."""
    day.claire("/fusionner 0639980177 et Jeanne Durand", "[apply]", "/personne Durand")
    day.texts(DURAND, "oui aux annonces")
    day.texts(LEFEVRE, "oui aux annonces")
    day.claire("/annonce La tournée de mardi part à 9h.", "[apply]")
    day.passes(minutes=2)
    day.claire("/imprimer", "/horaires boucherie fermé le mercredi", "[apply]")
    day.claire("/role Moreau livreur", "/bloquer Benali", "[undo]", "/personne")
    day.texts(LEFEVRE, "c'est scandaleux votre service !!")
    day.claire("[hand_back]")
    day.claire("/tournee mardi annulee neige", "/jour")
    day.texts(DURAND, "oui")
    day.claire("/oublier Garnier", "[apply]", "/sms", "/aide")


def test_a_long_day_at_the_town_hall() -> None:
    day = Day()
    _morning(day)
    _afternoon(day)
    day.passes(hours=18)
    *sent, last = simulate(SAINT_AUBIN, day.events)
    here = [s["text"] for s in sent if s.get("chat") == "operators"]

    def told(who: str) -> list[str]:
        return [s["text"] for s in sent if s.get("to") == who]

    orders = last["final"]["orders"]
    assert {o["resident"] for o in orders} == {"martin", "durand", "chevalier"}
    assert all("None" not in text and "%(" not in text for text in here)
    assert any("Claire Petit a commandé pour vous" in text for text in told("+33639980188"))
    assert any("Je m'en occupe." in text for text in told(CHEVALIER))
    assert sum("part à 9h" in text for text in told(DURAND) + told(LEFEVRE)) == 2
    assert any("est annulée" in text for text in told(NEWCOMER) + told(DURAND))
    assert any("feuille de route de mardi" in text for text in here)
    assert any("mardi et jeudi à samedi" in text for text in here)
    assert any("scandaleux" in text for text in here)
    assert any(text.startswith("☀️") for text in here)
    assert not any(text.startswith("Demain") for text in told(CHEVALIER))
    moved = {o["date"] for o in orders if o["resident"] == "durand"}
    assert moved == {"2026-11-26"}
