"""Plays the market day on the real application with a clock of its own."""

import asyncio
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tournee.bot.demo.script import MARKET_DAY, Scene, Step
from tournee.bot.demo.stage import Stage
from tournee.bot.simulate import Simulation

Json = dict[str, Any]
SECONDS_A_MESSAGE = 0.55
"""On a terminal; a market day is some forty messages."""


async def play(simulation: Simulation, stage: Stage, zone: ZoneInfo, pause: float) -> None:
    """Show all scenes; `pause` is in seconds, 0 where nobody watches."""
    for scene in MARKET_DAY:
        await _scene(scene, simulation, stage, zone, pause)


async def _scene(
    scene: Scene, simulation: Simulation, stage: Stage, zone: ZoneInfo, pause: float
) -> None:
    stage.scene(scene.title)
    for step in scene.steps:
        if step.speaker is not None:
            stage.said(step.speaker, step)
            await asyncio.sleep(pause)
        for output in await simulation.play(event_of(step, zone)):
            stage.answered(output)
            await asyncio.sleep(pause)


def event_of(step: Step, zone: ZoneInfo) -> Json:
    """The step as an event of the simulation."""
    at = datetime.fromisoformat(step.at).replace(tzinfo=zone)
    event: Json = {"at": at.isoformat()}
    if step.speaker is None:
        return event
    event |= {"via": str(step.speaker.channel), "from": step.speaker.sender}
    if step.speaker.chat:
        event["chat"] = step.speaker.chat
    return event | ({"press": step.press} if step.press else {"text": step.text})
