"""Whole conversations of residents, held to what is ordered in the end and not to each sentence.

- who: known            # Jeanne Durand of Les Granges; 'new' is a number that nobody knows
says: ["2 baguettes", {wait: 2h}, {media: voice}, {Shop boulangerie: ok}, "oui"]
ends: ["boulangerie 2026-11-24: 2 baguette"]
hears: [Les Granges]  # stands somewhere in what the bot says, to shops as well
via: telegram         # by this channel only; else by SMS and by Telegram
village: kerbrug      # else saint-aubin; known there: Yvonne Kervella of Kerlann, no Telegram
misread: sms          # known to end otherwise, there or (true) everywhere
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.dialogues import script

FOLDER = Path(__file__).parent
CHANNELS = ("sms", "telegram")
SENDERS: dict[tuple[str, str], str | int] = {
    ("known", "sms"): "+33639980001",
    ("known", "telegram"): 5001,
    ("known", "whatsapp"): "+33639980001",
    ("known in kerbrug", "sms"): "+33639980101",
    ("known in kerbrug", "whatsapp"): "+33639980101",
    ("new", "sms"): "+33639980077",
    ("new", "whatsapp"): "+33639980077",
    ("new", "telegram"): 7077,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    name: str
    via: str
    told: dict[str, Any]

    @property
    def is_misread(self) -> bool:
        return self.told.get("misread") in {True, self.via}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What was ordered, sorted, and what the resident was told on the way."""

    orders: tuple[str, ...]
    heard: str
    transcript: tuple[script.Turn, ...]


def lives() -> list[Life]:
    """Every conversation by every channel that it is held by."""
    return [
        Life(name=f"{path.stem}-{number:02}-{via}", via=via, told={"at": told["at"], **each})
        for path in sorted(FOLDER.glob("lives_*.yml"))
        for told in [yaml.safe_load(path.read_text(encoding="utf-8"))]
        for number, each in enumerate(told["lives"], start=1)
        for via in ([each["via"]] if "via" in each else CHANNELS)
    ]


def play(life: Life) -> Ended:
    village = life.told.get("village", "saint-aubin")
    sender = SENDERS.get((f"{life.told['who']} in {village}", life.via))
    sender = sender or SENDERS[life.told["who"], life.via]
    given = {"at": str(life.told["at"]), "via": life.via, "from": sender, "village": village}
    turns = tuple(_turn(said) for said in life.told["says"])
    told = script.Script(title=life.name, given=given, turns=turns, end=())
    played = script.play(told, overheard=True)
    heard = "\n".join(what for who, what in played.turns if who.startswith("Bot"))
    return Ended(orders=_live(played.end), heard=heard, transcript=played.turns)


def _turn(said: str | dict[str, str]) -> script.Turn:
    if isinstance(said, str):
        return "Resident", said
    ((who, what),) = said.items()
    return {"wait": "Wait", "media": "Media"}.get(who, who), str(what)


def _live(end: tuple[str, ...]) -> tuple[str, ...]:
    """What is not cancelled, without numbers and states, each order's goods sorted."""
    return tuple(sorted(line for told in end if (line := _plain(told))))


def _plain(told: str) -> str:
    where, goods = told.split(": ", 1)
    goods, _, asked = goods.partition("; asked: ")
    wanted = [g for g in goods.split(", ") if not g.endswith(("(missing)", "(removed)"))]
    if where == "basket":
        return f"basket: {', '.join(sorted(wanted))}; asked: {asked}"
    _, shop, status, day = where.split(" ", 3)
    if status in {"cancelled", "refused"} or not any(wanted):
        return ""
    plain = [g.removesuffix(" (accepted)") for g in wanted]
    return f"{shop} {day}: {', '.join(sorted(plain))}"
