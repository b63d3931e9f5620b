"""On which day what a message asks for is wanted: none that is past, refused or only told of."""

from collections.abc import Sequence
from datetime import date

from tournee.nlu.days.dates import DaySpan
from tournee.nlu.model import Intent, Period
from tournee.nlu.reading.state import Item, State
from tournee.nlu.words import grammar
from tournee.nlu.words.everyday import occasions
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import Token

_WISHING = frozenset(
    {"good", "nice", "lovely", "buen", "buenas", "buenos", "feliz"}
    | {"bon", "bonne", "bons", "bonnes", "bona", "bones", "joyeux", "belle"}
)
"""'good evening', 'bonne semaine' say nothing of the delivery."""
_NOT = frozenset({"ne", "n'", "pas", "plus", "not", "no", "isn't", "aren't"})
_REFUSING = frozenset({Role.SWAP, Role.NEG})
_PUTTING_RIGHT = (["non"], ["no"])
"""'ah non, vendredi' wants that day."""
_LONGEST_REFUSAL = 4
"""Words of 'à la place de'."""
_ABOUT_DAYS = frozenset({Intent.REPEAT, Intent.SET_DELIVERY})
_FOR = frozenset({"pour", "pr", "for", "para", "livraison", "delivery"})


def delivery(
    tokens: Sequence[Token], best: State, today: date, intent: Intent
) -> tuple[date | None, Period | None]:
    """Choose the day of delivery among the days of a message, and the part of it."""
    doubted = _doubted(tokens, best.days, best.items, lenient=intent in _ABOUT_DAYS)
    found = _chosen(doubted, today)
    if found[0] is None and intent is Intent.ORDER and any(item.owners for item in best.items):
        feasts = [(span, not _is_occasion(tokens, span)) for span, told in doubted if told]
        return _chosen(feasts, today) if feasts else found
    return found


def _is_occasion(tokens: Sequence[Token], span: DaySpan) -> bool:
    """Tell whether a day is of what is ordered for: 'nous serons huit dimanche'."""
    start = next((i for i in range(span.start, 0, -1) if not tokens[i - 1].norm[0].isalnum()), 0)
    said = {token.norm for token in tokens[start : span.start]}
    wished = tokens[span.start - 1].norm in _WISHING
    return not (wished or said & _NOT or said.isdisjoint(occasions()))


def _doubted(
    tokens: Sequence[Token],
    named: Sequence[tuple[DaySpan, bool]],
    items: Sequence[Item],
    *,
    lenient: bool,
) -> list[tuple[DaySpan, bool]]:
    """Doubt days that are told of, and words that are more often something else."""
    return [
        (
            span,
            (told and not lenient and not _wanted_then(tokens, span, items))
            or _is_refused(tokens, span)
            or (span.start > 0 and tokens[span.start - 1].norm in _WISHING)
            or (span.weak and not _announced(tokens, span)),
        )
        for span, told in named
    ]


def _is_refused(tokens: Sequence[Token], span: DaySpan) -> bool:
    """Tell whether another day is wanted: 'mercredi plutôt que jeudi', 'pas jeudi'."""
    norms = [token.norm for token in tokens[: span.start]]
    return any(
        end == span.start and spoken.role in _REFUSING and norms[i:] not in _PUTTING_RIGHT
        for i in range(max(0, span.start - _LONGEST_REFUSAL), span.start)
        for end, spoken in grammar.at(norms, i)
    )


def _wanted_then(tokens: Sequence[Token], span: DaySpan, items: Sequence[Item]) -> bool:
    """Tell whether a day in telling is of the delivery all the same: '4 merguez pr bbq samedi'."""
    if _beside_goods(tokens, span, items):
        return True
    start = next((i for i in range(span.start, 0, -1) if not tokens[i - 1].norm[0].isalnum()), 0)
    said = tokens[start : span.start]
    plain = span.day is not None and not any(grammar.has(said, r) for r in (Role.CHAT, Role.POSS))
    return plain and any(item.owners for item in items)


def _beside_goods(tokens: Sequence[Token], span: DaySpan, items: Sequence[Item]) -> bool:
    """Tell whether nothing parts a day from something that is ordered."""
    for item in items if span.day is not None else ():
        low, high = sorted(((item.start, item.end), (span.start, span.end)))
        between = tokens[low[1] : high[0]]
        if item.owners and not any(not t.norm[0].isalnum() for t in between):
            return True
    return False


def _announced(tokens: Sequence[Token], span: DaySpan) -> bool:
    return not span.start or tokens[span.start - 1].norm in _FOR


def _chosen(
    named: Sequence[tuple[DaySpan, bool]], today: date
) -> tuple[date | None, Period | None]:
    """Choose the last day that is neither past nor told of."""
    said = [span for span, told in named if not told and (span.day is None or span.day >= today)]
    dated = [span for span in said if span.day is not None]
    day = dated[-1].day if dated else None
    periods = [span.period for span in dated or said if span.period is not None]
    return day, periods[-1] if periods else None
