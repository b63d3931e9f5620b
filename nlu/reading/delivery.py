"""On which day what a message asks for is wanted: none that is past, refused or only told of."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tournee.nlu.days.dates import DaySpan
from tournee.nlu.model import Intent, Period
from tournee.nlu.reading.state import Act, Item, State
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
_WANTING = frozenset({Intent.ORDER, Intent.ADD})
_RIGHT = (Role.CORR, Role.CHANGE, Role.INSTEAD)
_OR = frozenset({"ou", "sinon", "or", "otherwise", "else", "o", "u"})
_SEVERAL = 2
_IT_IS_FOR = (["c'", "est", "pour"], ["ce", "sera", "pour"], ["it", "'s", "for"], ["es", "para"])
"""'c'est pour les ouvriers qui viennent demain midi'."""
_FEW = 4
"""Words between a day and one that would do as well: 'mardi ou bien alors vendredi'."""
_AS = frozenset({"que", "comme", "like", "as", "como"})
_SAID = frozenset({"!", ",", ".", "\n"})
_FOR = frozenset({"pour", "pr", "for", "para", "livraison", "delivery"})


class Delivery(NamedTuple):
    """When things are wanted."""

    day: date | None
    period: Period | None
    later: tuple[tuple[range, date], ...] = ()
    """Stretches of tokens whose things are wanted on another day."""

    def of(self, item: Item) -> date | None:
        """Return the day of a thing that is wanted on another than the rest."""
        return next((day for stretch, day in self.later if item.start in stretch), None)


def delivery(tokens: Sequence[Token], best: State, today: date, intent: Intent) -> Delivery:
    """Choose the day of delivery among the days of a message, and the part of it."""
    doubted = _doubted(tokens, best.days, best.items, lenient=intent in _ABOUT_DAYS)
    said = [s for s, told in doubted if not told and (s.day is None or s.day >= today)]
    if intent in _WANTING and (split := _split(tokens, said, best.items)):
        return split
    found = _chosen(tokens, said)
    if found.day is None and intent is Intent.ORDER and any(item.owners for item in best.items):
        feasts = [s for s, told in doubted if told and _is_occasion(tokens, s)]
        return _chosen(tokens, [s for s in feasts if s.day and s.day >= today] or said)
    return found


def _chosen(tokens: Sequence[Token], said: Sequence[DaySpan]) -> Delivery:
    """Choose the last day, or the one that another is named besides: 'mardi, sinon vendredi'."""
    dated = [span for span in said if span.day is not None]
    while len(dated) > 1 and _is_other(tokens[dated[-2].end : dated[-1].start]):
        dated.pop()
    periods = [span.period for span in dated or said if span.period is not None]
    return Delivery(dated[-1].day if dated else None, periods[-1] if periods else None)


def _is_other(between: Sequence[Token]) -> bool:
    words = [token.norm for token in between if token.norm[0].isalnum()]
    return 0 < len(words) <= _FEW and not _OR.isdisjoint(words)


def _split(
    tokens: Sequence[Token], said: Sequence[DaySpan], items: Sequence[Item]
) -> Delivery | None:
    """Part the things of several days: 'pour mardi 2 baguettes et pour samedi un gâteau'."""
    dated = [span for span in said if span.day is not None and span.bound is None]
    things = [item for item in items if item.start >= 0 and not item.told]
    if len({span.day for span in dated}) < _SEVERAL or len(things) < _SEVERAL:
        return None
    leads = dated[0].start < min(item.start for item in things)
    edges = [span.start for span in dated[1:]] if leads else [span.end for span in dated[:-1]]
    starts, ends = [0, *edges], [*edges, len(tokens)]
    stretches = list(map(range, starts, ends))
    if not all(any(item.start in stretch for item in things) for stretch in stretches):
        return None
    if any(grammar.has(tokens[s.start : s.stop], r) for s in stretches[1:] for r in _RIGHT):
        return None
    later = [(s, d.day) for s, d in zip(stretches, dated, strict=True) if d.day != dated[0].day]
    first = dated[0]
    return Delivery(first.day, first.period, tuple((s, day) for s, day in later if day))


def _is_occasion(tokens: Sequence[Token], span: DaySpan) -> bool:
    """Tell whether a day is of what is ordered for: 'nous serons huit dimanche'."""
    start = next((i for i in range(span.start, 0, -1) if not tokens[i - 1].norm[0].isalnum()), 0)
    clause = [token.norm for token in tokens[start : span.start]]
    said = set(clause)
    wished = tokens[span.start - 1].norm in _WISHING
    purpose = clause[:3] in _IT_IS_FOR or not said.isdisjoint(occasions())
    return purpose and not (wished or said & _NOT)


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
            or _is_compared(tokens, span)
            or _is_without(tokens, span, items)
            or (span.start > 0 and tokens[span.start - 1].norm in _WISHING)
            or _is_of_week(tokens, span)
            or _is_of_hours(tokens, span)
            or _is_greeting(tokens, span)
            or (span.weak and not _announced(tokens, span)),
        )
        for span, told in named
    ]


def _is_without(tokens: Sequence[Token], span: DaySpan, items: Sequence[Item]) -> bool:
    """Tell whether nothing is wanted then: "pas de pain aujourd'hui, une ficelle"."""
    gone = [item for item in items if item.negated or item.act is Act.REMOVE]
    return 0 < len(gone) < len(items) and _beside_goods(tokens, span, gone)


def _is_compared(tokens: Sequence[Token], span: DaySpan) -> bool:
    """Tell whether things are as on another day: 'la même que dimanche', 'comme samedi'."""
    words = [token.norm for token in tokens[max(0, span.start - 2) : span.start]]
    return not _AS.isdisjoint(words) and not _FOR.intersection(words)


def _is_of_week(tokens: Sequence[Token], span: DaySpan) -> bool:
    """Tell whether something is for a week: 'ma commande de la semaine', 'pour la semaine'."""
    if span.day is None or span.last is None or span.last - span.day != _WEEK or span.start < 2:  # noqa: PLR2004
        return False
    before, of = tokens[span.start - 2 : span.start]
    lasts = of.norm in _FOR and span.end - span.start == 2  # noqa: PLR2004 (not the next one)
    return lasts or (of.norm in _OF and before.norm not in _EDGES)


_WEEK = timedelta(6)
_OF = frozenset({"de", "of"})
_EDGES = frozenset({"courant", "debut", "fin", "milieu", "cours"})
"""'dans le courant de la semaine' is a day of it."""


def _is_of_hours(tokens: Sequence[Token], span: DaySpan) -> bool:
    """Tell whether it is asked if a shop is open then: 'vous fermez à quelle heure ce soir ?'."""
    before = {token.norm for token in tokens[max(0, span.start - _CLAUSE) : span.start]}
    asked = any(token.norm == "?" for token in tokens[span.end : span.end + 2])
    return asked and not before.isdisjoint(_OPENING)


_CLAUSE = 5
_OPENING = frozenset(
    {"ouvert", "ouverte", "ouverts", "ouvertes", "ouvre", "ouvrez", "ferme", "fermez", "fermes"}
    | {
        "open",
        "opens",
        "close",
        "closes",
        "closed",
        "abre",
        "abren",
        "abierto",
        "cierra",
        "cierran",
    }
)


def _is_greeting(tokens: Sequence[Token], span: DaySpan) -> bool:
    """Tell whether a part of the day only begins the message: 'Morning!'."""
    follows = tokens[span.end].norm if span.end < len(tokens) else ""
    return span.start == 0 and span.day is None and span.hour is None and follows in _SAID


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
