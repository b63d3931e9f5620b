"""Golden dialogues: YAML files that read like a transcript, played through the whole application.

    title: The resident corrects an order
    given: {at: "2026-11-23T09:00:00+01:00", via: sms, from: "+33639980001"}
    dialogue:
      - Resident: 2 baguettes svp
      - Bot: |-
          ...
      - Resident: "[confirm]"            # a button, by its action
      - Resident benali: du pain         # another resident, by the same channel
      - Shop boulangerie: ok 4821        # in the shop's group, as its first shopkeeper
      - Bot to shop:boulangerie: ...
      - Operators: ...                   # likewise; Driver, Driver lea too
      - Operators: |-                    # a file, by its name, then what it holds
          📎 prix.csv
          nom;prix
          Baguette;1,15
      - Driver: /start …                 # opens the last link that was shown, in private
      - Media: photo                     # the resident sends something without words
      - Wait: 12h                        # nothing is said; what is due happens
    end:
      - "4821 boulangerie placed 2026-11-24: 2 baguette"

All that the bot says to those who speak in the file is checked.
"""

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from tournee.bot.simulate import OPENED, Simulation
from tournee.catalog.folder import read
from tournee.catalog.model import Person, Role, Village

FOLDER = Path(__file__).parent
VILLAGES = FOLDER.parents[1] / "villages"
MENUS = FOLDER.parent / "nlu" / "menus"
FILE = "📎 "
MINUTE = timedelta(minutes=1)
HOURS = {"m": 1 / 60, "h": 1.0, "d": 24.0}

SHOWN = "482913"
"""Stands in a script for a one-time code, which is drawn by lot."""
HIDDEN = "…"
"""Stands for the one of a link."""

Turn = tuple[str, str]
"""Who, and what they say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    title: str
    given: dict[str, Any]
    turns: tuple[Turn, ...]
    end: tuple[str, ...]


def files() -> list[Path]:
    return sorted(FOLDER.glob("*/*.yml"))


def load(path: Path) -> Script:
    """Read one file; its turns are mappings of one key."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    turns = tuple((who, str(what)) for turn in told["dialogue"] for who, what in turn.items())
    return Script(
        title=told["title"], given=told["given"], turns=turns, end=tuple(told.get("end") or ())
    )


def village_of(script: Script) -> Village:
    name = script.given.get("village", "saint-aubin")
    folders = [folder / name for folder in (FOLDER / "villages", VILLAGES, MENUS)]
    return read(next(folder for folder in folders if folder.exists()))


def play(
    script: Script, simulation: Simulation | None = None, *, overheard: bool = False
) -> Script:
    """Play what people say; returns the script with what the bot says to it.

    Args:
        script: its turns of the bot are left out.
        simulation: a new one of the script's village, if none is given.
        overheard: what the bot says to those who do not speak is there, too.
    """
    village = village_of(script)
    simulation = simulation or Simulation(village)
    return asyncio.run(_play(script, village, simulation, overheard=overheard))


async def _play(
    script: Script, village: Village, simulation: Simulation, *, overheard: bool
) -> Script:
    at = datetime.fromisoformat(str(script.given["at"]))
    turns: list[Turn] = []
    listening = {_chat(who, village) for who, _ in script.turns}
    codes = Codes()
    for who, what in script.turns:
        if who.startswith("Bot"):
            continue
        at += pause(what) if who == "Wait" else MINUTE
        turns.append((who, what))
        spoken = _spoken(who, codes.real(what), script.given, village)
        event = {"at": at.isoformat()} | spoken
        said = [codes.masked(_heard(sent, script.given)) for sent in await simulation.play(event)]
        turns += [turn for turn in said if overheard or _to(turn[0]) in listening]
    final = simulation.final()["final"]
    return Script(
        title=script.title, given=script.given, turns=tuple(turns), end=tuple(_end(final))
    )


@dataclass(slots=True)
class Codes:
    """One-time codes are drawn by lot: a script writes 482913 for the last one that was shown.

    The last link is opened by '/start …'.
    """

    last: str = SHOWN
    link: str = HIDDEN

    def masked(self, turn: Turn) -> Turn:
        who, text = turn
        if found := re.search(r"CODE ([0-9]{6})", text):
            self.last = found[1]
        if found := re.search(r"\?start=(\S+)", text):
            self.link = found[1]
        text = re.sub(r"CODE [0-9]{6}", f"CODE {SHOWN}", text)
        return who, re.sub(r"\?start=\S+", f"?start={HIDDEN}", text)

    def real(self, text: str) -> str:
        return text.replace(SHOWN, self.last).replace(f"{OPENED}{HIDDEN}", f"{OPENED}{self.link}")


def pause(text: str) -> timedelta:
    return timedelta(hours=float(text[:-1]) * HOURS[text[-1]])


def _spoken(who: str, what: str, given: dict[str, Any], village: Village) -> dict[str, Any]:
    """The fields of an event beside its time."""
    if who == "Wait":
        return {}
    said = _said(what)
    match who.split():
        case ["Resident"]:
            return {"via": given["via"], "from": given["from"]} | said
        case ["Media"]:
            return {"via": given["via"], "from": given["from"], "media": what}
        case ["Resident", slug]:
            return {"via": given["via"], "from": _phone(village, slug)} | said
        case ["Shop", slug]:
            keeper = next(p for p in village.people if p.shop == slug and p.telegram)
            return _in_telegram(keeper) | {"chat": f"shop:{slug}"} | said
        case ["Operators"]:
            return _in_telegram(_first(village, Role.OPERATOR)) | {"chat": "operators"} | said
        case ["Driver"]:
            return _in_telegram(_first(village, Role.DRIVER)) | said
        case ["Driver", slug]:
            return _in_telegram(_named(village, slug)) | said
    raise ValueError(who)


def _said(what: str) -> dict[str, Any]:
    """A button, a file or words."""
    if what.startswith("[") and what.endswith("]"):
        return {"press": what[1:-1]}
    if what.startswith(FILE):
        name, content = dropped(what)
        return {"file": {"name": name, "text": content}}
    return {"text": what}


def dropped(what: str) -> tuple[str, str]:
    """The name of a file and what it holds."""
    name, _, content = what.removeprefix(FILE).partition("\n")
    return name.strip(), content


def _in_telegram(person: Person) -> dict[str, Any]:
    return {"via": "telegram", "from": person.telegram}


def _phone(village: Village, slug: str) -> str:
    return _named(village, slug).phone or ""


def _named(village: Village, slug: str) -> Person:
    return next(p for p in village.people if p.slug == slug)


def _chat(who: str, village: Village) -> str:
    """Where someone who speaks is answered; empty for the resident."""
    match who.split():
        case ["Resident", slug]:
            return _phone(village, slug)
        case ["Shop", slug]:
            return f"shop:{slug}"
        case ["Operators"]:
            return "operators"
        case ["Driver"]:
            return str(_first(village, Role.DRIVER).telegram)
        case ["Driver", slug]:
            return str(_named(village, slug).telegram)
    return ""


def _to(heard: str) -> str:
    """'Bot to shop:boulangerie edits' -> 'shop:boulangerie'; empty for the resident."""
    return heard.removeprefix("Bot").removesuffix(" edits").removeprefix(" to ")


def _first(village: Village, role: Role) -> Person:
    return next(p for p in village.people if p.role is role)


def _heard(sent: dict[str, Any], given: dict[str, Any]) -> Turn:
    to = str(sent.get("chat") or sent.get("to"))
    who = "Bot" if to == str(given["from"]) else f"Bot to {to}"
    who = f"{who} edits" if sent.get("edits") else who
    labels = [" ".join(f"[{b['label']}]" for b in row) for row in sent["buttons"]]
    file = [f"{FILE}{sent['file']}"] if "file" in sent else []
    return who, "\n".join([sent["text"], *file, *labels])


def _end(final: dict[str, Any]) -> list[str]:
    orders = [
        f"{o['number']} {o['shop']} {o['status']} {o['date']}: {_goods(o['lines'])}"
        for o in final["orders"]
    ]
    baskets = [f"basket: {_goods(b['lines'])}; asked: {b['pending']}" for b in final["baskets"]]
    return [*orders, *baskets]


def _goods(lines: list[dict[str, Any]]) -> str:
    return ", ".join(
        " ".join(
            str(part)
            for part in (
                line["qty"] or line.get("count") or line.get("amount_eur"),
                line["sku"],
                *line["options"],
                "" if line.get("status", "asked") == "asked" else f"({line['status']})",
            )
            if part
        )
        for line in lines
    )


# --- writing -------------------------------------------------------------------------------------


def dump(script: Script) -> str:
    """Write a script as the files are written."""
    given = ", ".join(f"{key}: {_quoted(str(value))}" for key, value in script.given.items())
    lines = [f"title: {_quoted(script.title)}", f"given: {{{given}}}", "dialogue:"]
    for who, what in script.turns:
        lines += _turn(who, what)
    lines += ["end:" if script.end else "end: []", *(f"  - {_quoted(e)}" for e in script.end)]
    return "\n".join(lines) + "\n"


def _turn(who: str, what: str) -> list[str]:
    key = f'"{who}"' if ":" in who else who
    if who.startswith("Bot"):
        return [f"  - {key}: |-", *(f"      {line}".rstrip() for line in what.split("\n"))]
    if what.startswith(FILE):
        return [f"  - {key}: |-", *(f"      {line}".rstrip() for line in what.split("\n"))]
    return [f"  - {key}: {_quoted(what)}"]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
