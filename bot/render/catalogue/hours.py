"""What a change of opening hours says, and a week as it will be."""

from typing import Final

from tournee.bot.render.hours import SINGLE_DAYS, in_words, rule_in_words, rules_of, single_days
from tournee.bot.render.voice import Voice
from tournee.catalog.edits import Change

_APART: Final = ("; ", "\N{NARROW NO-BREAK SPACE}; ")
"""Between two rules; French leaves a space before the sign."""


def hours_told(old: str, new: str, voice: Voice) -> str:
    """Tell the single days that are new, or no longer apart; else the text before and after."""
    before, after = (rules_of(text) for text in (old, new))
    added = [r for r in after if r not in before]
    gone = [r for r in before if r not in after]
    told = [single_days(rule, voice) for rule in added]
    if added and all(told) and all(SINGLE_DAYS.fullmatch(rule) for rule in gone):
        return _APART[voice.locale == "fr"].join(part for part in told if part)
    taken = [single_days(rule, voice) for rule in gone]
    if not added and gone and all(taken):
        return ", ".join(
            voice.text("no longer %(what)s", what=part) for part in taken if part is not None
        )
    return f"{in_words(old, voice)} → {in_words(new, voice)}"


def week(changes: tuple[Change, ...], voice: Voice) -> list[str]:
    """Return the rules of a shop's hours as they will be: '• mardi–samedi : de 7h à 13h'."""
    texts = (str(change.after["hours"]) for change in changes if change.after)
    return [f"• {rule_in_words(rule, voice)}" for text in texts for rule in rules_of(text)]
