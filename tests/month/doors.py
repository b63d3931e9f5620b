"""The driver of the month: what is handed over, or not, at each door."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tests.month.notebook import Json, minor, said
from tournee.catalog.model import Person, ShopSlug

if TYPE_CHECKING:
    from tests.month.life import Life

DRIVER: Final = 9101
EMPTIES: Final = (ShopSlug("epicerie"), 30)
"""Who charges deposits, and how much for a bottle."""
KINDS: Final = (
    *("absent", "left", "refused"),
    *("on_tab", "on_tab", "part", "part", "more", "slip", "cheque", "cheque"),
    *("paid",) * 9,
)
_AMOUNT: Final = re.compile(r"À encaisser : (\d+(?:,\d\d)?) €")
_STOP: Final = re.compile(r"Arrêt \d+/\d+ · ([^,\n]+)")
_NUMBER: Final = re.compile(r"^(\d+) · \d+ sac", re.MULTILINE)


class Doors:
    def __init__(self, life: "Life") -> None:
        self._life = life
        self._newest: Json = {}
        """The driver's newest card of a door."""
        self._at = 0
        """An order of the door at hand: a tap is on its card."""
        self._by_name = {p.name: p for p in life.people}

    def reads(self, message: Json) -> None:
        actions = {b["action"] for row in message["buttons"] for b in row}
        if _STOP.match(message["text"]) and "delivered" in actions:
            self._newest = message

    async def round(self, day: date) -> None:
        await self._life.at(day, *((17, 20) if day.weekday() == 5 else (9, 20)))
        self._newest, self._at = {}, 0
        await self._does(press="depart")
        for _ in range(3 * len(self._life.people)):
            card, self._newest = self._newest, {}
            if not card:
                break
            await self._door(card)
            if not self._newest:
                await self._does(text="suivant")

    async def _does(self, **what: Any) -> list[Json]:
        about = {"order": self._at} if "press" in what and self._at else {}
        return await self._life.says({"via": "telegram", "from": DRIVER, **about, **what})

    async def _door(self, card: Json) -> None:
        name = _STOP.match(card["text"])
        assert name is not None
        who = self._by_name[name[1].strip()]
        empties = self._life.chance(10)
        self._at = _first_number(card["text"])
        if empties:
            card = await self._bottles(who, card)
        due, number = _AMOUNT.search(card["text"]), _NUMBER.search(card["text"])
        asked = minor(due[1]) if due else 0
        if self._life.told.pop(who.slug, asked) != asked and not empties:
            self._life.notes.worries.append(f"not what they were told: {card['text']}")
        kind = self._life.random.choice(KINDS)
        gave = await self._handed_over(who, asked, kind, card)
        if gave is None or number is None:
            return
        if self._life.chance(15):
            await self._put_right(who, int(number[1]), gave, asked)
        if self._life.chance(5):
            self._life.notes.seen["tapped again"] += 1
            await self._does(press="delivered")

    async def _handed_over(self, who: Person, asked: int, kind: str, card: Json) -> int | None:
        """Return what was given in the end; None where nobody took the bags."""
        match kind:
            case "absent" | "refused":
                await self._nobody(kind, card)
                return None
            case "left" if await self._gives(who, 0, text="laissé chez Mme Chapuis"):
                return None
            case "on_tab" if await self._gives(who, 0, press="on_tab"):
                return 0
            case "part" if asked:
                part = self._life.random.randint(1, asked)
                if await self._gives(who, part, text=f"reçu {said(part)}"):
                    return part
            case "more" if await self._gives(who, asked + 500, text=f"reçu {said(asked + 500)}"):
                return asked + 500
            case "slip":
                await self._gives(who, asked + 50_000, text=f"reçu {said(asked + 50_000)}")
            case "cheque" if asked and await self._gives(who, asked, text="payé par chèque"):
                return asked
        assert await self._gives(who, asked, press="delivered"), card["text"]
        return asked

    async def _nobody(self, kind: str, card: Json) -> None:
        self._life.notes.seen[kind] += 1
        await self._does(press="absent" if kind == "absent" else "refused_at_door")
        if self._newest and self._newest["text"].startswith(card["text"][:12]):
            await self._does(press="back")

    async def _bottles(self, who: Person, card: Json) -> Json:
        """Take empties back; returns the card as it is then."""
        count = self._life.random.randint(1, 6)
        sent = await self._does(text=f"{count} bouteilles rendues épicerie")
        assert any("rendu" in m["text"] or "consigne" in m["text"] for m in sent), sent
        shop, deposit = EMPTIES
        self._life.notes.seen["empties"] += 1
        self._life.notes.empties[who.slug, shop] += count * deposit
        if not self._newest:
            await self._does(press="back")
        fresh, self._newest = self._newest or card, {}
        return fresh

    async def _put_right(self, who: Person, number: int, gave: int, asked: int) -> None:
        """Another sum was handed over than was said."""
        sum_now = self._life.random.choice((0, asked, asked + 300, max(0, asked - 200)))
        sent = await self._does(text=f"correction {number} {said(sum_now)}")
        took = any("Rectification" in m["text"] for m in sent)
        self._life.notes.seen[f"correction{'' if took else ' refused'}"] += 1
        if took:
            self._life.notes.handed[who.slug] += sum_now - gave

    async def _gives(self, who: Person, amount: int, **what: Any) -> bool:
        """Hand something over; tells whether the driver's card took it."""
        sent = await self._does(**what)
        kind = what.get("press") or what["text"].partition(" ")[0]
        told = (m["text"] for m in sent if str(m.get("to")) == str(DRIVER) and m.get("edits"))
        took = any(who.name in text and _done(text) for text in told)
        self._life.notes.seen[f"{kind}{'' if took else ' refused'}"] += 1
        if took:
            self._life.notes.handed[who.slug] += amount
        return took


def _done(text: str) -> bool:
    return any(mark in text for mark in ("✅", "📒", "👋"))


def _first_number(card: str) -> int:
    found = re.search(r"^(\d+)[\d, ]* · \d+ sac", card, re.MULTILINE)
    return int(found[1]) if found else 0
