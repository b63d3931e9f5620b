"""What a message wants: the trained model's view of the words, and what was read of the goods."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, zip_longest

from tournee.nlu.intents.hint import Hint
from tournee.nlu.intents.intents import IntentModel, Slot, Span
from tournee.nlu.intents.outright import (
    ARTICLES,
    NAMING,
    lists_outright,
    opens_with_goods,
    orders_outright,
)
from tournee.nlu.model import Context, Intent, QuestionKind
from tournee.nlu.reading.readings import Kind, Level, Reading
from tournee.nlu.reading.state import Act, Item, State, path
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import Token

GOODS = frozenset({Intent.ORDER, Intent.ADD, Intent.REMOVE, Intent.CHANGE})
"""The intents that things to buy are named for."""
_BESIDE = frozenset(
    {Intent.OTHER, Intent.GREETING, Intent.HELP, Intent.SET_DELIVERY, Intent.DECLINE}
)
"""What a message hardly wants that names a thing for sure."""
_NO_GOODS = 0.05
"""What is left of the probability of such an intent where nothing to buy is named."""
_SURE = 4.0
"""How much likelier such an intent is where a thing is named for sure."""
_UNSURE = 0.3
_IMPLIED = 1.7
_MOST_COUNTED = 8
_LISTED = 3
"""So many things named are a list."""
_AGAINST = 0.01
_OF_THE_SHOP = frozenset({Intent.ASK_HOURS, Intent.ASK_ROUND})
"""What is asked of no goods."""
_GUESSED = 0.4
_SWAPS = frozenset({Role.INSTEAD, Role.SWAP})
_MORE = frozenset({Role.ADD, Role.MORE})


def probabilities(
    tokens: Sequence[Token], state: State, context: Context, hint: Hint | None = None
) -> list[tuple[Intent, float]]:
    """Rank the intents of a message as read.

    Where no thing is named for sure, the words alone are asked too: they may know better what
    'quel temps de chien' is about.
    """
    readings = path(state)
    lacking = (item for item in state.items if not item.owners and not item.told)
    spans = (
        *_spans(readings),
        *(Span(Slot.PRODUCT, max(i.start, i.end - 2), i.end) for i in lacking),
    )
    weights = _predict(tokens, spans, hint)
    if not state.items:
        for intent in GOODS:
            weights[intent] *= _NO_GOODS
    elif any(is_sure(item) or _is_lacking(item) for item in state.items):
        _weigh_goods(weights, tokens, state.items, readings, context)
    else:
        bare = tuple(s for s in spans if s.slot is not Slot.PRODUCT)
        words = _predict(tokens, bare, hint)
        for intent in GOODS:
            words[intent] *= _UNSURE
        weights = {intent: (weights[intent] + words[intent]) / 2 for intent in weights}
        chosen = any(item.choices for item in state.items)  # 'and add a shot' is of the thing
        if chosen and not (_adds(readings) or context.basket):
            weights[Intent.ORDER] += weights[Intent.ADD] * (1 - _UNSURE)
            weights[Intent.ADD] *= _UNSURE
    if context.basket and _puts_right(tokens, state.items, context):
        for intent in (Intent.ORDER, Intent.REMOVE, Intent.DECLINE):
            weights[Intent.CHANGE] += weights[intent] * (1 - _AGAINST)
            weights[intent] *= _AGAINST
    if context.basket and _says_how(state.items):
        weights[Intent.CHANGE] += weights[Intent.CONFIRM]
        weights[Intent.CONFIRM] = 0.0
    if _yes_and_more(state.items, context):
        weights[Intent.ADD] += weights[Intent.CONFIRM]
        weights[Intent.CONFIRM] = 0.0
    if any(item.owners and not item.told for item in state.items):
        weights[Intent.STOP] *= _AGAINST
    if _is_some(readings):
        for intent in (Intent.ASK_HOURS, Intent.ASK_ROUND):
            weights[intent] *= _UNSURE / 10
    if _goes_on(tokens, readings):
        for intent in (Intent.ASK_AVAILABILITY, Intent.ASK_CATALOGUE):
            weights[Intent.ADD] += weights[intent] * (1 - _AGAINST)
            weights[intent] *= _AGAINST
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda pair: -pair[1])
    return [(intent, weight / total) for intent, weight in ranked]


def _goes_on(tokens: Sequence[Token], readings: Sequence[Reading]) -> bool:
    """'et des timbres': goods besides, and no question."""
    joined = bool(readings) and readings[0].role is Role.AND and tokens[-1].norm != "?"
    return joined and _only_names(readings) and any(r.kind is Kind.THING for r in readings)


def _says_how(items: Sequence[Item]) -> bool:
    """'bien fines', 'bien cuit': only how what is in the basket shall be."""
    return bool(items) and all(
        item.refers and item.choices and item.act is Act.CHANGE for item in items
    )


def _weigh_goods(
    weights: dict[Intent, float],
    tokens: Sequence[Token],
    items: Sequence[Item],
    readings: Sequence[Reading],
    context: Context,
) -> None:
    """Let goods that are named for sure, and what stands around them, outweigh the words."""
    for intent in GOODS:
        weights[intent] *= _SURE
    for intent in _BESIDE:
        weights[intent] *= _UNSURE / 2
    if implied(items) is Intent.ORDER and not (context.basket or _changes(tokens, readings)):
        weights[Intent.ORDER] += weights[Intent.CHANGE] * (1 - _UNSURE)
        weights[Intent.CHANGE] *= _UNSURE
    begun = tokens[0].norm == "+"
    if not (_adds(readings) or begun or context.basket):
        weights[Intent.ORDER] += weights[Intent.ADD] * (1 - _UNSURE)
        weights[Intent.ADD] *= _UNSURE
    if _only_names(readings):
        weights[Intent.ORDER] += weights[Intent.REMOVE]
        weights[Intent.REMOVE] = 0.0
    if any(r.role is Role.ASK for r in readings) and tokens[-1].norm == "?":
        for intent in GOODS if not any(item.amount for item in items) else ():
            weights[intent] *= _UNSURE / 2
    if not context.basket and _asks_if_none(tokens, readings, items):
        for intent in (*GOODS, Intent.ASK_ROUND, Intent.ASK_HOURS):
            weights[Intent.ASK_AVAILABILITY] += weights[intent] * (1 - _AGAINST)
            weights[intent] *= _AGAINST
    if orders_outright(readings):
        for intent in (Intent.ASK_AVAILABILITY, Intent.ASK_CATALOGUE):
            weights[intent] *= _UNSURE / 2
    if lists_outright(readings):
        for intent in Intent:
            weights[intent] *= 1.0 if intent in GOODS else _AGAINST / 10
    if opens_with_goods(readings, items):
        for intent in _OF_THE_SHOP:
            weights[intent] *= _AGAINST / 10
    _weigh_number(weights, items, begun=begun)
    _weigh_acts(weights, items, held=bool(context.basket))
    if _counted(items) > 1 and any(item.replaced for item in items):
        weights[Intent.ORDER] += weights[Intent.CHANGE]
    if context.basket and _corrects_and_adds(tokens, items):
        weights[Intent.CHANGE] += weights[Intent.ADD] * (1 - _AGAINST)
        weights[Intent.ADD] *= _AGAINST


def _weigh_number(weights: dict[Intent, float], items: Sequence[Item], *, begun: bool) -> None:
    """Let many goods outweigh the words more than few do."""
    counted, named = _counted(items), sum(is_sure(item) for item in items)
    if named > 1:
        for intent in (*_BESIDE, Intent.CONFIRM, Intent.REPEAT):
            weights[intent] *= _UNSURE / 2
    if counted > 1:
        weights[Intent.COMPLAINT] *= _UNSURE
    meant = implied(items)
    meant = Intent.ADD if begun and meant is Intent.ORDER else meant
    weights[meant] *= _IMPLIED ** min(counted, _MOST_COUNTED)


def _counted(items: Sequence[Item]) -> int:
    """How many goods are asked for by number, or in a list."""
    counted = sum(bool(item.amount) and bool(item.owners) for item in items)
    named = sum(is_sure(item) for item in items)
    return max(counted, named if named >= _LISTED else 0)


def _asks_if_none(
    tokens: Sequence[Token], readings: Sequence[Reading], items: Sequence[Item]
) -> bool:
    """'pas de moules ?', 'y a plus de pain ?': asks whether there is some."""
    first = readings[0]
    lacks = first.role in {Role.NEG, Role.REMOVE} or any(
        token.norm in _NO_MORE for token in tokens[first.start : first.end]
    )
    return lacks and tokens[-1].norm == "?" and not any(item.amount for item in items)


_NO_MORE = frozenset({"plus", "pas"})


def _adds(readings: Sequence[Reading]) -> bool:
    """Tell whether something is ordered besides, not only what a thing comes with."""
    around = zip(readings, readings[1:], [*readings[2:], None], strict=False)
    first = bool(readings) and readings[0].role is Role.ADD
    return first or any(
        one.role in _MORE
        and before.kind is not Kind.OPTION
        and not (after is not None and after.role is Role.WITH)
        and not _is_of_option(readings, one)
        for before, one, after in around
    )


def _is_of_option(readings: Sequence[Reading], verb: Reading) -> bool:
    """Tell whether an option of the thing before is what is added: '... and add a shot'."""
    behind = (r for r in readings if r.start >= verb.end)
    first = next((r for r in behind if r.kind is not Kind.NUMBER and r.role is not Role.DET), None)
    return first is not None and first.kind is Kind.OPTION


def _changes(tokens: Sequence[Token], readings: Sequence[Reading]) -> bool:
    """Tell whether what was ordered before changes, not only what a thing comes with."""
    swaps = (
        before.role in _SWAPS and (before.role is Role.INSTEAD or after.kind is not Kind.OPTION)
        for before, after in zip_longest(readings, readings[1:], fillvalue=readings[-1])
    )
    return any(swaps) or grammar.has(tokens, Role.CHANGE) or _rather_than(readings)


def _rather_than(readings: Sequence[Reading]) -> bool:
    """'plutôt 6 croissants que 4': another number than what was said before."""
    ahead, last = readings[-2:-1], readings[-1]
    counts = last.number is not None and any(r.norm in {"que", "qu'", "than"} for r in ahead)
    return counts and any(r.role in {Role.CORR, Role.INSTEAD} for r in readings)


def _is_some(readings: Sequence[Reading]) -> bool:
    """Tell whether some of a thing is spoken of: 'la pharmacie a du sparadrap ?'."""
    return any(
        before.role is Role.PARTITIVE and after.kind in {Kind.THING, Kind.WORD}
        for before, after in pairwise(readings)
    )


def _predict(
    tokens: Sequence[Token], spans: tuple[Span, ...], hint: Hint | None
) -> dict[Intent, float]:
    if hint:
        return {intent: hint.intents.get(intent, 0.0) for intent in Intent}
    return dict(IntentModel.load().predict(tokens, spans))


def _is_lacking(item: Item) -> bool:
    """Tell whether the catalogue lacks what was asked for by number or 'du'."""
    return not item.owners and item.level is None and not item.told


def is_sure(item: Item) -> bool:
    """Tell whether a thing is named for its own sake: counted, or spelled well and not told of."""
    if item.told or not item.owners:
        return False
    return bool(item.amount) or (item.level is not Level.HELD and item.guessed < _GUESSED)


def leans(ranked: Sequence[tuple[Intent, float]], items: Sequence[Item]) -> bool:
    """Tell whether a message that is likeliest about other things may order what it names.

    Then the goods are asked about rather than passed over.
    """
    intent, likeliest = ranked[0]
    if intent in GOODS or likeliest >= _MOST_OTHERWISE:
        return False
    ordered = sum(share for other, share in ranked if other in GOODS)
    named = any(len(item.owners) == 1 and item.level is Level.EXACT for item in items)
    return named and ordered >= _LEAST_LEANING


_MOST_OTHERWISE = 0.65
_LEAST_LEANING = 0.12


def _weigh_acts(weights: dict[Intent, float], items: Sequence[Item], *, held: bool) -> None:
    """Let verbs beside the things outweigh the words around them."""
    meant, others = Intent.ORDER, frozenset[Intent]()
    taken = [i.owners for i in items if i.act in {Act.REMOVE, Act.SWAP} and not i.negated]
    kept = [i for i in items if i.act in {Act.ORDER, Act.ADD} and i.owners not in taken]
    instead = held and kept and any(i.negated for i in items)
    if (taken and kept) or instead:
        meant, others = Intent.CHANGE, GOODS
    elif all(item.act is Act.REMOVE for item in items):
        spared = frozenset({Intent.CHANGE} if held else ())
        meant, others = Intent.REMOVE, GOODS - spared | {Intent.CANCEL}
    elif kept and not (taken or items[0].negated) and any(i.negated for i in items):  # 'a, pas b'
        meant, others = Intent.ORDER, frozenset({Intent.REMOVE})
    elif any(item.refers and item.act is Act.CHANGE for item in items):
        meant, others = Intent.CHANGE, GOODS
    elif any(item.refers and item.act is Act.ADD for item in items):
        meant, others = Intent.ADD, GOODS
    elif any(i.choices for i in items) and all(i.act is Act.ORDER for i in items):
        meant, others = Intent.CHANGE if held else Intent.ORDER, frozenset({Intent.REMOVE})
    for intent in others - {meant}:
        weights[meant] += weights[intent] * (1 - _AGAINST)
        weights[intent] *= _AGAINST


def _only_names(readings: Sequence[Reading]) -> bool:
    """Tell whether things are named and nothing is said of them, so that nothing is taken out."""
    return all(
        reading.kind in NAMING or (reading.kind is Kind.ROLE and reading.role in ARTICLES)
        for reading in readings
    )


def _yes_and_more(items: Sequence[Item], context: Context) -> bool:
    """Tell whether a yes to a recap names what it does not show, and so binds nobody yet."""
    question = context.question
    if question is None or question.kind is not QuestionKind.CONFIRM:
        return False
    return any(
        is_sure(item) and item.act in {Act.ORDER, Act.ADD} and not item.refers for item in items
    )


def _puts_right(tokens: Sequence[Token], items: Sequence[Item], context: Context) -> bool:
    """Tell whether a recap is put right: 'non, 3 baguettes', 'oui mais 3 baguettes'."""
    question = context.question
    if question is None or question.kind is not QuestionKind.CONFIRM:
        return False
    first = next((item for item in items if item.owners), None)
    if first is None or implied(items) is not Intent.ORDER:
        return False
    said = [token.norm for token in tokens[: first.start] if token.norm[0].isalnum()]
    return bool(said) and (not _NO.isdisjoint(said[:2]) or said[-1] in _BUT | _JUST)


_JUST = frozenset({"juste", "seulement", "only", "just", "solo"})
_NO = frozenset({"non", "nan", "nn", "no"})
_BUT = frozenset({"mais", "but", "pero"})


def _corrects_and_adds(tokens: Sequence[Token], items: Sequence[Item]) -> bool:
    """Tell whether a correction comes first: 'finalement 3 baguettes et rajoutez du lait'."""
    first, *others = items
    changing = grammar.has(tokens[: first.start], Role.CHANGE)
    return changing and first.act is not Act.ADD and any(i.act is Act.ADD for i in others)


def implied(items: Sequence[Item]) -> Intent:
    """What the verbs beside the things say."""
    acts = {item.act for item in items if not item.negated} or {item.act for item in items}
    if acts <= {Act.REMOVE}:
        return Intent.REMOVE
    if acts & {Act.CHANGE, Act.SWAP, Act.REMOVE}:
        return Intent.CHANGE
    if items[0].act is Act.ADD:
        return Intent.ADD
    return Intent.ORDER


def _spans(readings: Sequence[Reading]) -> Iterator[Span]:
    for reading in readings:
        if slot := _slot(reading):
            yield Span(slot, reading.start, reading.end)


_SLOTS: Mapping[Kind, Slot] = {
    Kind.THING: Slot.PRODUCT,
    Kind.OPTION: Slot.OPTION,
    Kind.NUMBER: Slot.QUANTITY,
}


def _slot(reading: Reading) -> Slot | None:
    if reading.kind is Kind.AMOUNT:
        money = reading.amount and reading.amount.unit.value in {"eur", "usd", "gbp", "chf"}
        return Slot.AMOUNT if money else Slot.QUANTITY
    if reading.day is not None:
        if reading.day.day is not None:
            return Slot.DAY
        return Slot.TIME if reading.day.hour is not None else Slot.PERIOD
    return _SLOTS.get(reading.kind)
