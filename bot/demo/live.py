"""After the play the keyboard is yours: write as a resident, or as anyone else with `@name`."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from tournee.bot.demo.play import event_of
from tournee.bot.demo.script import DRIVER, OPERATOR, SPEAKERS, Speaker, Step
from tournee.bot.demo.stage import Stage
from tournee.bot.simulate import Simulation
from tournee.catalog.model import Channel, Role, Village

YOU = Speaker(
    name="You", who="new in the village, SMS", colour="green", channel=Channel.SMS,
    sender="+33639980042",
)  # fmt: skip
START = datetime.fromisoformat("2026-11-25T09:00")
A_MINUTE, A_WHILE = timedelta(minutes=1), timedelta(minutes=30)

WELCOME = """\
It is Wednesday morning, and the keyboard is yours: you are new in the village. Write what you need,
in French, English or Spanish, with all your typing mistakes. For instance:  2 baguettes et du comté

  Enter alone        half an hour passes
  @boulangerie ok    you are the baker; so with @epicerie, @boucherie, @livreur, @operateur, ...
  Ctrl-D             good-bye"""


async def live(simulation: Simulation, stage: Stage, village: Village) -> None:
    """Read lines from the keyboard until its end."""
    voices = speakers(village)
    at = START
    stage.note(WELCOME)
    while (line := await _read()) is not None:
        at += A_MINUTE if line.strip() else A_WHILE
        step = step_of(line, at, voices)
        if step is None:
            stage.note(f"Nobody goes by that name. There are: {', '.join(sorted(voices))}")
            continue
        await _show(step, simulation, stage, village.settings.zone)


def step_of(line: str, at: datetime, voices: Mapping[str, Speaker]) -> Step | None:
    """One typed line as a step; None where it names nobody."""
    moment = at.isoformat(timespec="minutes")
    if not line.strip():
        return Step(at=moment)
    if not line.startswith("@"):
        return Step(at=moment, speaker=YOU, text=line)
    name, _, text = line[1:].partition(" ")
    speaker = voices.get(name.casefold())
    return Step(at=moment, speaker=speaker, text=text or "?") if speaker else None


def speakers(village: Village) -> Mapping[str, Speaker]:
    """Everybody who can be spoken for, by the name to type after `@`."""
    voices = {"livreur": DRIVER, "operateur": OPERATOR}
    shown = {speaker.chat: speaker for speaker in SPEAKERS}
    for person in village.people:
        if person.role is Role.SHOPKEEPER and person.shop and person.telegram is not None:
            chat = f"shop:{person.shop}"
            speaker = shown.get(chat) or replace(
                OPERATOR, name=person.name, who=chat, colour="yellow", sender=str(person.telegram),
                chat=chat,
            )  # fmt: skip
            voices.setdefault(person.shop, speaker)
    return MappingProxyType(voices)


async def _show(step: Step, simulation: Simulation, stage: Stage, zone: ZoneInfo) -> None:
    if step.speaker is not None:
        stage.said(step.speaker, step)
    else:
        stage.note(f"... {step.at.partition('T')[2]}")
    outputs: list[dict[str, Any]] = await simulation.play(event_of(step, zone))
    for output in outputs:
        stage.answered(output)


async def _read() -> str | None:
    try:
        return await asyncio.to_thread(input, "\n> ")
    except EOFError:
        return None
