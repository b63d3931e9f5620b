"""How many segments does the bot's side of whole conversations by SMS cost, by kind of message?

    python benchmarks/segments.py VILLAGE_DIR DIALOGUES.jsonl [--price 0.07]

A dialogue is a line `{"now": ISO instant, "turns": [{"user": TEXT}, …]}`, each played in a new
village, so that each begins with a first contact. Every shop then accepts what was ordered, and
five days pass: so confirmations and reminders are counted too. Nothing is sent.
"""

import argparse
import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import mean, median
from typing import Any

from tournee.bot.gsm7 import is_plain, segments
from tournee.bot.messages import Outgoing
from tournee.bot.simulate import Recorder, Simulation
from tournee.catalog.folder import read
from tournee.catalog.model import Channel, Role, Village

AFTERWARDS = timedelta(days=5)


@dataclass
class Counting(Recorder):
    """Keeps what every message costs."""

    spent: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    wide: int = 0
    """Messages outside GSM-7."""

    async def send(self, message: Outgoing) -> str:
        if message.draft.channel is Channel.SMS:
            self.spent[message.draft.kind].append(segments(message.draft.text))
            self.wide += not is_plain(message.draft.text)
        return await super().send(message)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Segments of the bot's SMS by kind")
    parser.add_argument("village", type=Path)
    parser.add_argument("dialogues", type=Path)
    parser.add_argument("--price", type=float, default=0.0, help="of a segment, to add up the cost")
    told = parser.parse_args(arguments)
    village = read(told.village)
    counting = Counting(village.settings.zone)
    dialogues = [json.loads(line) for line in told.dialogues.read_text("utf-8").splitlines()]
    sender = resident(village)
    for dialogue in dialogues:
        asyncio.run(play(village, dialogue, sender, counting))
    report(counting, len(dialogues), told.price)
    return 0


def resident(village: Village) -> str:
    """The number of somebody who has said where to deliver, where the village knows one."""
    known = (p.phone for p in village.people if p.role is Role.RESIDENT and p.place and p.phone)
    return next(known, "+33639985000")


async def play(village: Village, dialogue: Any, sender: str, counting: Counting) -> None:
    """Play one dialogue in a village of its own."""
    simulation = Simulation(village, counting)
    at = datetime.fromisoformat(dialogue["now"])
    for turn in dialogue["turns"]:
        at += timedelta(minutes=1)
        event = {"at": at.isoformat(), "via": "sms", "from": sender, "text": turn["user"]}
        await simulation.play(event)
    at += timedelta(minutes=1)
    for order in simulation.final()["final"]["orders"]:
        keepers = (p for p in village.people if p.shop == order["shop"] and p.telegram)
        keeper = next(keepers, None)
        if keeper is None:
            continue
        await simulation.play(
            {
                "at": at.isoformat(),
                "via": "telegram",
                "from": keeper.telegram,
                "chat": f"shop:{order['shop']}",
                "press": "accept",
                "order": order["number"],
            }
        )
    await simulation.play({"at": (at + AFTERWARDS).isoformat()})


def report(counting: Counting, dialogues: int, price: float) -> None:
    print("| message | sent | median | mean | worst |")
    print("| --- | --- | --- | --- | --- |")
    for kind, costs in sorted(counting.spent.items(), key=lambda entry: -len(entry[1])):
        print(f"| {kind} | {len(costs)} | {median(costs):g} | {mean(costs):.1f} | {max(costs)} |")
    costs = [cost for each in counting.spent.values() for cost in each]
    print(f"| all | {len(costs)} | {median(costs):g} | {mean(costs):.1f} | {max(costs)} |")
    print(
        f"{sum(costs) / dialogues:.1f} segments a dialogue, {counting.wide} outside GSM-7", end=""
    )
    print(f", {sum(costs) / dialogues * price:.2f} a dialogue" if price else "")


if __name__ == "__main__":
    sys.exit(main())
