"""Approved WhatsApp templates by kind of message, with the facts that fill their variables.

Tomorrow=HX1                           {{1}} is the whole message in one line
Tomorrow=HX1:order|hours|money         {{1}}, {{2}} and {{3}} in that order
Tomorrow=HX1:commande=order|prix=money {{commande}} and {{prix}}
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from tournee.bot.messages import Draft
from tournee.bot.render.resident.facts import NAMES

_VARIABLE = r"(?:\w+=)?\w+"
_ENTRY = re.compile(rf"(\w+)=(HX\w+)(?::({_VARIABLE}(?:\|{_VARIABLE})*))?")
UNKNOWN = "-"
"""For a fact that a message does not have: Twilio refuses an empty variable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    sid: str
    variables: tuple[tuple[str, str], ...] = (("1", "text"),)
    """A variable's name in the template, and the fact that fills it."""

    def filled(self, draft: Draft, village: str) -> dict[str, str]:
        """The variables for one message; WhatsApp takes no line breaks in them."""
        facts = {"text": draft.text, "village": village, **dict(draft.facts)}
        return {name: " ".join(facts.get(f, "").split()) or UNKNOWN for name, f in self.variables}

    @classmethod
    def read(cls, sid: str, variables: str | None) -> Self:
        if variables is None:
            return cls(sid=sid)
        told = enumerate(variables.split("|"), 1)
        parted = [(str(place), *entry.rpartition("=")[::2]) for place, entry in told]
        return cls(sid=sid, variables=tuple((name or place, fact) for place, name, fact in parted))


def templates(text: str | None) -> Mapping[str, Template]:
    """Read the setting. Raises ValueError naming the entry that is wrong."""
    found: dict[str, Template] = {}
    for entry in filter(None, (part.strip() for part in (text or "").split(","))):
        read = _ENTRY.fullmatch(entry)
        if read is None:
            raise ValueError(entry)
        template = Template.read(read[2], read[3])
        unknown = sorted({fact for _, fact in template.variables} - NAMES)
        if unknown:
            raise ValueError(f"{entry}: {', '.join(unknown)}")
        found[read[1]] = template
    return found
