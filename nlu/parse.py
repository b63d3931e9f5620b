"""Understanding one message: text, the village's lexicon and the conversation's context -> Parse."""

from collections.abc import Sequence

from tournee.nlu import grammar, lattice
from tournee.nlu.compose import Composer
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Intent, Line, Parse, Unresolved
from tournee.nlu.resolve import resolve
from tournee.nlu.state import Act, Item
from tournee.nlu.text import Token, tokenize


def parse(text: str, lexicon: Lexicon, context: Context) -> Parse:
    """Read a message as the best whole of what its stretches may mean."""
    tokens = tokenize(text)[: lattice.MOST_TOKENS]
    default = lexicon.village.settings.locales[0] if lexicon.village.settings.locales else "fr"
    locale = grammar.locale_of(tokens, context.locale, default)
    readings = lattice.build(lexicon, tokens, locale)
    states = Composer(lexicon, readings).best()
    best = states[0]
    lines: list[Line] = []
    unresolved: list[Unresolved] = []
    for item in best.items:
        result = resolve(lexicon, item, _said(text, tokens, item))
        if isinstance(result, Line):
            lines.append(result)
        else:
            unresolved.append(result)
    return Parse(
        intent=_intent(best.items),
        confidence=0.5,
        locale=locale,
        lines=tuple(lines),
        unresolved=tuple(unresolved),
    )


def _said(text: str, tokens: Sequence[Token], item: Item) -> str:
    return text[tokens[item.start].start : tokens[item.end - 1].end]


def _intent(items: Sequence[Item]) -> Intent:
    acts = {item.act for item in items}
    if not items:
        return Intent.OTHER
    if acts == {Act.REMOVE}:
        return Intent.REMOVE
    if acts & {Act.CHANGE, Act.SWAP}:
        return Intent.CHANGE
    if items[0].act is Act.ADD:
        return Intent.ADD
    return Intent.ORDER
