"""Some weeks of a village, lived through messages alone: what people write, tap and hand over.

Nobody here knows a service. Residents answer what they are asked, shops what comes into their
groups, the driver the card of each door, all by what stands in the messages and on the buttons.
Beside them lies a notebook: what was handed over at doors and counters, by who handed it over.
"""

import hashlib
import re
from collections import deque
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from tests.month.doors import DRIVER, Doors
from tests.month.notebook import Json, Notebook, minor, plain, said
from tests.month.village import GOODS, village
from tournee.bot.simulate import Simulation
from tournee.catalog.model import Person, PersonSlug, Role, ShopSlug, Sku

FIRST: Final = date(2026, 10, 5)
"""A Monday; the clocks go back on the 25th, and a public holiday comes after."""
DAYS: Final = {1: "mardi", 3: "jeudi", 5: "samedi"}
MINUTE: Final = timedelta(minutes=1)
MOST_REACTIONS: Final = 4_000
_CARD: Final = re.compile(r"Commande (\d+)")
_READY: Final = re.compile(r"commande (\d+) est pr[eê]te")
_TO_PAY: Final = re.compile(r"[AÀ] payer : (\d+(?:,\d\d)?) €")
_ENVELOPE: Final = re.compile(r"Enveloppe de la tournée .* : (\d+(?:,\d\d)?) €")
_WORRYING: Final = re.compile(r"%\(|None|Traceback|pas (?:bien )?compris|Désolé, un problème")


class Life:
    def __init__(self, *, residents: int, doors: int, seed: int) -> None:
        self.village = village(residents)
        self.simulation = Simulation(self.village)
        self.random = Random(seed)  # noqa: S311 - a month that can be lived again
        self.notes = Notebook()
        self.people = [p for p in self.village.people if p.role is Role.RESIDENT]
        self._keepers = {p.shop: p for p in self.village.people if p.shop and p.telegram}
        self._callers = doors
        self._now = datetime.combine(FIRST, time(8), self.village.settings.zone)
        self._todo: deque[Json] = deque()
        self.doors = Doors(self)
        self._envelopes: dict[ShopSlug, int] = {}
        """What the shops' cards say is on its way to them."""
        self._transcript = hashlib.sha256()
        self._answered: set[tuple[str, str]] = set()
        self._ready: dict[tuple[int, ShopSlug], tuple[Person, int]] = {}
        """What waits at shops for whom, and what they were told to pay."""
        self.told: dict[PersonSlug, int] = {}
        """What residents were last told that the driver will ask for."""

    @property
    def fingerprint(self) -> str:
        """Of all that was written and sent: the same for the same seed."""
        return self._transcript.hexdigest()

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    # --- messages --------------------------------------------------------------------------------

    async def at(self, day: date, hour: int, minute: int = 0) -> None:
        """Let time pass."""
        moment = datetime.combine(day, time(hour, minute), self.village.settings.zone)
        self._now = max(self._now, moment)
        await self._play({})

    async def says(self, event: Json) -> list[Json]:
        """Write something, then let everybody answer what comes of it."""
        sent = await self._play(event)
        if self.chance(2) and "from" in event:
            self.notes.seen["written twice"] += 1
            assert await self._play(event, again=True) == []
        for _ in range(MOST_REACTIONS):
            if not self._todo:
                return sent
            sent += await self._play(self._todo.popleft())
        raise AssertionError("people keep answering each other")

    async def _play(self, event: Json, *, again: bool = False) -> list[Json]:
        if not again:
            self._now += MINUTE
            self.notes.messages += "from" in event
        numbered = {"id": f"m{self.notes.messages}"} if "from" in event else {}
        sent = await self.simulation.play({"at": self._now.isoformat(), **numbered, **event})
        for message in sent:
            where = message.get("chat", message.get("to"))
            self._transcript.update(f"{where}{message['text']}".encode())
            self._hear(message, event)
        return sent

    def _hear(self, message: Json, event: Json) -> None:
        text = message["text"] = plain(message["text"])
        if _WORRYING.search(text) or message.get("segments", 0) > 3:
            words = event.get("text") or event.get("press")
            self.notes.worries.append(f"{words!r} -> {text}")
        where = str(message.get("chat") or message.get("to"))
        if where.startswith("shop:"):
            self._shop_reads(ShopSlug(where.removeprefix("shop:")), message)
        elif where == str(DRIVER):
            self.doors.reads(message)
        elif not message.get("edits"):
            self._resident_reads(where, text)

    # --- residents -------------------------------------------------------------------------------

    def writes(self, who: Person, text: str) -> Json:
        if who.telegram:
            return {"via": "telegram", "from": who.telegram, "text": text}
        return {"via": "sms", "from": who.phone, "text": text}

    def _resident_reads(self, where: str, text: str) -> None:
        who = next((p for p in self.people if where in {p.phone, str(p.telegram)}), None)
        if who is None:
            return
        if "obligation de paiement" in text:
            self._todo.append(self.writes(who, "oui" if not self.chance(3) else "annulez"))
        elif re.search(r"à la place \?|quand (?:même|meme) \?", text):
            self.notes.seen["asked"] += 1
            self._todo.append(self.writes(who, "oui" if self.chance(60) else "non"))
        elif "Le livreur est" in text and (asked := _TO_PAY.search(text)):
            self.told[who.slug] = minor(asked[1])
        elif ready := _READY.search(text):
            self._waits(who, int(ready[1]), text)
        elif "Voulez-vous recevoir la commande" in text:
            self.notes.seen["offered another round"] += 1
            self._todo.append(self.writes(who, "oui" if self.chance(80) else "non"))

    def _waits(self, who: Person, number: int, text: str) -> None:
        """A bag is ready: the shop hears so later, when who ordered it comes."""
        asked = _TO_PAY.search(text)
        shop = next(s.slug for s in self.village.shops if f" : {s.name}." in text)
        self._ready[number, shop] = (who, minor(asked[1]) if asked else 0)

    async def _collects(self) -> None:
        """Some fetch what they order at the shop."""
        for who in self.random.sample(self.people, 2):
            goods = self._wish("").removesuffix(" pour ")
            await self.says(self.writes(who, f"{goods}, je passe les prendre"))

    def _wish(self, day: str) -> str:
        skus = self.random.sample(sorted(GOODS), self.random.randint(1, 3))
        goods = [f"{self._measure(Sku(sku))} {GOODS[Sku(sku)]}" for sku in skus]
        wish = f"{', '.join(goods)} pour {day}"
        if "croissant" in skus and self.chance(20):
            self.notes.seen["a wish"] += 1
            return f"{wish}, si plus de croissants alors baguettes"
        return wish

    def _measure(self, sku: Sku) -> int:
        if GOODS[sku].startswith("g "):
            return self.random.randrange(200, 900, 50)
        return self.random.randint(1, 5)

    async def _orders(self, day: date) -> None:
        named = DAYS[day.weekday()]
        for who in self.random.sample(self.people, self._callers):
            await self.says(self.writes(who, self._wish(named)))
            if self.chance(8):
                self.notes.seen["changed"] += 1
                await self.says(self.writes(who, "rajoutez 1 baguette"))
            if self.chance(5):
                self.notes.seen["cancelled"] += 1
                await self.says(self.writes(who, "annulez ma commande"))

    # --- shops -----------------------------------------------------------------------------------

    def _in_shop(self, shop: ShopSlug, **said: Any) -> Json:
        keeper = self._keepers[shop]
        return {"via": "telegram", "from": keeper.telegram, "chat": f"shop:{shop}", **said}

    def _shop_reads(self, shop: ShopSlug, message: Json) -> None:
        actions = {b["action"] for row in message["buttons"] for b in row}
        if envelope := _ENVELOPE.search(message["text"]):
            self._envelopes[shop] = minor(envelope[1])
            return
        card = _CARD.search(message["text"])
        if card is None:
            return
        number = int(card[1])
        weigh = sorted(a for a in actions if a.startswith("weigh:"))
        lines = sorted(a for a in actions if a.startswith("line:"))
        if weigh:
            self._weighs(shop, number, weigh[0], message["text"])
        elif lines and self._once(shop, f"{number}{lines}"):
            self._todo.append(self._in_shop(shop, press=lines[0], order=number))
        elif "nothing" in actions:
            offered = sorted(a for a in actions if a.startswith("substitute:"))
            press = self.random.choice(offered) if offered and self.chance(70) else "nothing"
            self._todo.append(self._in_shop(shop, press=press, order=number))
        elif "accept" in actions and not message.get("edits"):
            self._answers(shop, number, actions)
        elif "accept" in actions and self._once(shop, message["text"]):
            self._todo.append(self._in_shop(shop, press="accept", order=number))
        elif "handed_out" in actions:
            self._fetched(shop, number)
        elif "packed" in actions and "à retirer" in message["text"]:
            weighed = "❓" not in message["text"]
            if weighed and self._once(shop, f"packed {number}"):
                self._todo.append(self._in_shop(shop, press="packed", order=number))
        elif "packed" in actions and self.chance(40) and self._once(shop, f"packed {number}"):
            self._todo.append(self._in_shop(shop, press="packed", order=number))

    def _fetched(self, shop: ShopSlug, number: int) -> None:
        """Who was told that a bag is ready comes for it, and pays what they were told."""
        who, asked = self._ready.pop((number, shop), (None, 0))
        if who is None:
            return
        self.notes.seen["collected"] += 1
        self.notes.counter[shop] += asked
        self.notes.paid_there[who.slug] += asked
        self._todo.append(self._in_shop(shop, press="handed_out", order=number))

    def _once(self, shop: ShopSlug, what: str) -> bool:
        """Tell whether a shop sees something for the first time."""
        new = (shop, what) not in self._answered
        self._answered.add((shop, what))
        return new

    def _answers(self, shop: ShopSlug, number: int, actions: set[str]) -> None:
        swap = next((a for a in sorted(actions) if a.startswith("swap:")), None)
        press = "accept"
        if swap and self.chance(50):
            press = swap
        elif self.chance(4):
            press = "refuse"
        elif self.chance(10):
            press = "missing"
        self.notes.seen[press.partition(":")[0]] += 1
        self._todo.append(self._in_shop(shop, press=press, order=number))

    def _weighs(self, shop: ShopSlug, number: int, action: str, text: str) -> None:
        name = self.village.product_by_sku[Sku(action.removeprefix("weigh:"))].name
        asked = re.search(rf"(\d+) g {re.escape(name)}", text)
        grams = int(asked[1]) if asked else 500
        weight = grams * self.random.randint(90, 120) // 100
        self.notes.seen["weighed"] += 1
        self._todo.append(self._in_shop(shop, text=f"{name} {number} : {weight} g"))

    # --- money --------------------------------------------------------------------------------------

    async def _evening(self, day: date) -> None:
        await self.at(day, 20, 30)
        for shop, amount in self._envelopes.items():
            self.notes.seen["envelope"] += 1
            if self.chance(15):
                counted = max(0, amount - self.random.randint(1, 200))
                text = f"reçu {said(counted)}, il manque de la monnaie"
                self.notes.counted[shop] += counted
            else:
                text = "enveloppe reçue"
                self.notes.counted[shop] += amount
            await self.says(self._in_shop(shop, text=text))
        self._envelopes = {}

    # --- weeks --------------------------------------------------------------------------------------

    async def live(self, weeks: int) -> None:
        await self._habits()
        for week in range(weeks):
            monday = FIRST + timedelta(weeks=week)
            for weekday in DAYS:
                day = monday + timedelta(days=weekday)
                await self.at(day - timedelta(days=1), 9)
                await self._orders(day)
                if week == 1 and weekday == 3:
                    self.notes.seen["called off"] += 1
                    await self.says(self._at_desk("/tournee jeudi annulee neige"))
                    continue
                await self.doors.round(day)
                await self._evening(day)
                await self._counter()
                await self._collects()
        await self.at(FIRST + timedelta(weeks=weeks, days=1), 8)

    async def _habits(self) -> None:
        for who, text in zip(
            self.people,
            ("tous les mardis 1 pain de campagne", "tous les jeudis et samedis 2 baguettes"),
            strict=False,
        ):
            self.notes.seen["standing"] += 1
            await self.says(self.writes(who, text))

    def _at_desk(self, text: str) -> Json:
        return {"via": "telegram", "from": 9001, "chat": "operators", "text": text}

    async def _counter(self) -> None:
        """Some come to a shop and pay a part of what stands there."""
        with self.simulation._app.workspaces.open(self.village.settings.slug) as workspace:
            tabs = dict(workspace.ports.ledger.accounts("tab:"))
        for account, owed in sorted(tabs.items()):
            slug, _, shop = account.removeprefix("tab:").partition("/")
            if owed <= 0 or not self.chance(30):
                continue
            who = next(p for p in self.people if p.slug == slug)
            part = owed if self.chance(60) else self.random.randint(1, owed)
            words = f"{who.name} a payé {said(part)}"
            sent = await self.says(self._in_shop(ShopSlug(shop), text=words))
            assert any("a réglé" in m["text"] for m in sent), (words, sent)
            self.notes.seen["paid at the shop"] += 1
            self.notes.counter[ShopSlug(shop)] += part
            self.notes.paid_there[PersonSlug(slug)] += part
