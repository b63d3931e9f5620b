"""Which goods a typed phrase names: lines of an order, substitutes, what has run out."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from tournee.bot.conversation import phrases
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.phrases import Cue, Named, Phrase, Weight
from tournee.bot.conversation.shop import look
from tournee.catalog.model import Product, Sku
from tournee.nlu.quantity.amounts import Measure
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import tokenize
from tournee.orders.model import Order, OrderLine

AS_GOOD: Final = 0.03
"""Products whose score is that near the best are meant as well as it."""
LEAST_NUMBER: Final = 4
"""Figures of an order's number."""
LEAST_GRAMS: Final = 20
"""A bare whole number from here on is grams, below it kilos."""


def best(named: Named) -> Sku:
    return Sku(named.matches[0].key)


def tied(named: Named) -> tuple[Sku, ...]:
    top = named.matches[0].score
    return tuple(Sku(m.key) for m in named.matches if m.score >= top - AS_GOOD)


def called(line: OrderLine) -> Sku:
    """Return the product that the shop packs for a line."""
    return line.standing.sku


def meant(phrase: Phrase, named: Named, facts: Facts) -> tuple[Sku, ...]:
    """Return all that is meant by a name: 'pain' is every bread, 'comté' each comté."""
    words = _stems(phrase.words(named))
    kind = tuple(p.sku for p in look.own_products(facts) if _stems(p.category) == words)
    return kind or tied(named)


def alike(phrase: Phrase, named: Named, facts: Facts) -> frozenset[Sku]:
    """Return all that bears a name: 'baguette' is the plain one and each other baguette."""
    words = set(_stems(phrase.words(named)))
    bearing = (p.sku for p in look.own_products(facts) if words <= set(_stems(p.name)))
    return frozenset((*meant(phrase, named, facts), *(bearing if words else ())))


def _stems(text: str) -> tuple[str, ...]:
    return tuple(
        stem(t.norm) for t in tokenize(text.replace("-", " ")) if t.is_word and len(t.norm) > 1
    )


def line_like(order: Order, named: Named) -> OrderLine | None:
    """Return the line that a name fits best."""
    for match in named.matches:
        if (line := look.line_of(order, Sku(match.key))) is not None:
            return line
    return None


def weighed_line(order: Order, named: Named | None) -> OrderLine | None:
    """Return the line that a weight is for: one still to weigh first, then one to weigh again."""
    waiting = look.to_weigh(order)
    if named is None:
        return waiting[0] if len(waiting) == 1 else None
    rest = tuple(line for line in order.live_lines if line.price.weighed and line not in waiting)
    for lines in (waiting, rest):
        for match in named.matches:
            found = next((line for line in lines if match.key in look.skus_of(line)), None)
            if found is not None:
                return found
    return None


def substitute_like(facts: Facts, named: Named | None, line: OrderLine) -> Sku | None:
    """Return what was proposed, of equally good names one of the same kind; None if unsure."""
    if named is None:
        return None
    known = facts.village.product_by_sku
    gone: Product | None = known.get(line.item.sku)
    found = [known[sku] for sku in tied(named) if sku in known and sku != line.item.sku]
    if not found:
        found = [known[m.key] for m in named.matches if m.key != line.item.sku][:1]
    kind = [p for p in found if gone is not None and p.category == gone.category] or found
    return kind[0].sku if len(kind) == 1 else None


def missing_pairs(phrase: Phrase) -> tuple[tuple[Named, Named | None], ...]:
    """Pair what is missing with what is proposed instead.

    'X, Y à la place', 'Y à la place de X', 'X remplacé par Y'.
    """
    atoms = [a for a in phrase.atoms if isinstance(a, Named) or _cue(a) is not None]
    pairs: list[tuple[Named, Named | None]] = []
    held: Named | None = None
    for i, atom in enumerate(atoms):
        if not isinstance(atom, Named):
            continue
        before = _cue(atoms[i - 1]) if i else None
        after = _cue(atoms[i + 1]) if i + 1 < len(atoms) else None
        if after is Cue.INSTEAD_OF:
            held = atom
        elif pairs and (before is Cue.BY or after is Cue.INSTEAD):
            pairs[-1] = (pairs[-1][0], atom)
        else:
            pairs.append((atom, held))
            held = None
    return tuple(pairs)


def _cue(atom: phrases.Atom) -> Cue | None:
    found = atom.cue if isinstance(atom, phrases.Said) else None
    return None if found is Cue.FILLER else found


def weighed_pairs(phrase: Phrase) -> tuple[tuple[Named | None, Decimal], ...]:
    """Pair each weight with the name before it or, for the first, after it."""
    atoms: Sequence[phrases.Atom] = phrase.atoms
    pairs: list[tuple[Named | None, Decimal]] = []
    free: Named | None = None
    for i, atom in enumerate(atoms):
        if isinstance(atom, Named):
            free = atom
        elif i and pairs and (grams := _grams_beside(phrase, atoms[i - 1], atom)):
            name, whole = pairs.pop()
            pairs.append((name, whole + grams))
        elif isinstance(atom, Weight) and (kilos := _kilos(phrase, atom)) is not None:
            later = next((a for a in atoms[i + 1 :] if isinstance(a, Named)), None)
            pairs.append((free or later, kilos))
            free = None
    return tuple(pairs)


def _grams_beside(phrase: Phrase, before: phrases.Atom, atom: phrases.Atom) -> Decimal:
    """Return what a figure adds to the kilos it follows: '1 kilo 1' is 1,1 kg; none else."""
    if not isinstance(before, Weight) or not isinstance(atom, Weight):
        return Decimal(0)
    figure = phrase.words(atom)
    whole = before.value == before.value.to_integral_value()
    if atom.unit is not None or before.unit is not Measure.KG or not (figure.isdigit() and whole):
        return Decimal(0)
    if len(figure) >= LEAST_NUMBER:
        return Decimal(0)
    return atom.value / (10 if len(figure) == 1 else 1000)


def figure_beside_weight(phrase: Phrase) -> str | None:
    """Return a figure as long as an order's number that stands beside the weight itself.

    '4821' in 'comté 4821 : 512 g', where the shop has no such order, is no weight.
    """
    weights = [a for a in phrase.atoms if isinstance(a, Weight)]
    if len(weights) <= max(1, sum(isinstance(a, Named) for a in phrase.atoms)):
        return None
    written = (phrase.words(weight) for weight in weights if weight.unit is None)
    return next((w for w in written if w.isdigit() and len(w) >= LEAST_NUMBER), None)


def only_weight(phrase: Phrase) -> Decimal | None:
    """Return the weight of a phrase that says nothing else."""
    weights = [a for a in phrase.atoms if isinstance(a, Weight)]
    if len(weights) != 1 or phrase.strange or phrase.cues:
        return None
    return _kilos(phrase, weights[0])


def _kilos(phrase: Phrase, weight: Weight) -> Decimal | None:
    if weight.unit is Measure.KG:
        return weight.value
    if weight.unit is not None:
        return None
    written = phrase.words(weight)
    if not written.isdigit() or weight.value < LEAST_GRAMS:
        return weight.value
    return weight.value / 1000


def off_until(phrase: Phrase, facts: Facts) -> datetime | None:
    """Return the opening at which it is back: of the day after today, or as was said.

    'jusqu'à jeudi' is back on Thursday, "aujourd'hui" and 'demain' on the day after.
    """
    today = facts.now.astimezone(facts.village.settings.zone).date()
    said = next((a for a in phrase.atoms if isinstance(a, phrases.Day)), None)
    day = today + timedelta(days=1)
    if said is not None and said.last > today:
        until = said.day > today and (Cue.UNTIL in phrase.cues or said.bounded)
        day = said.day if until else said.last + timedelta(days=1)
    return look.hours(facts).first_opening(day)
