"""How a language sets its signs."""

import re

from tournee.bot.render.voice import Voice

_BEFORE_MARK = re.compile(r" (?=[!?;])")
_BEFORE_COLON = re.compile(r"(?<=[\w)»]) (?=:(?:\s|$))")


def typeset(text: str, voice: Voice) -> str:
    """French keeps a sign and the word before it on one line."""
    if voice.locale != "fr":
        return text
    text = _BEFORE_COLON.sub("\u00a0", _BEFORE_MARK.sub("\u202f", text))
    return text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
