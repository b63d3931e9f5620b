"""Shows a simulation in the terminal: each role its colour, the bot's words in bubbles."""

from datetime import datetime
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from tournee.bot.demo.script import SPEAKERS, Speaker, Step

Json = dict[str, Any]
WIDTH = 76
_BY_ADDRESS = {speaker.address: speaker for speaker in SPEAKERS}


class Stage:
    def __init__(self, console: Console) -> None:
        self._console = console

    def scene(self, title: str) -> None:
        self._console.print()
        self._console.print(Rule(Text(title, style="bold"), align="left", style="dim"))

    def said(self, speaker: Speaker, step: Step) -> None:
        """What a person writes, or the button they tap."""
        at = datetime.fromisoformat(step.at).strftime("%H:%M")
        words = Text(step.text) if step.text else Text(f"taps «{step.press}»", style="italic")
        title = Text.assemble(
            (speaker.name, f"bold {speaker.colour}"), (f" · {speaker.who} · {at}", "dim")
        )
        panel = Panel(words, title=title, title_align="left", border_style=speaker.colour)
        self._console.print(Padding(panel, (0, 0, 0, 0)), width=WIDTH)

    def answered(self, output: Json) -> None:
        """What the bot sends, on the right, with its buttons."""
        address = output.get("chat") or output["to"]
        reader = _BY_ADDRESS.get(address)
        name = reader.name if reader else address
        colour = reader.colour if reader else "white"
        body = Text(output["text"])
        for row in output["buttons"]:
            body.append("\n")
            for button in row:
                body.append(f" {button['label']} ", style="reverse")
                body.append(" ")
        cost = f" · {output['segments']} SMS" if "segments" in output else ""
        edited = " · edited in place" if "edits" in output else ""
        title = Text.assemble(("Tournée", "bold"), (" → ", "dim"), (name, colour))
        at = datetime.fromisoformat(output["at"]).strftime("%H:%M")
        subtitle = Text(f"{at} · {output['via']}{cost}{edited}", style="dim")
        panel = Panel(
            body, title=title, title_align="right", subtitle=subtitle, subtitle_align="right"
        )
        self._console.print(Padding(panel, (0, 0, 0, 6)), width=WIDTH + 6)

    def note(self, text: str) -> None:
        self._console.print(Text(text, style="dim"))
