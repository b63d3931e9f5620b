"""What stands in the end of things that a message names more than once."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.readings import Level
from tournee.nlu.reading.state import Act, Item
from tournee.nlu.words import grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.tokens import Token


def settled(items: Sequence[Item]) -> tuple[Item, ...]:
    """Let later mentions take back, replace or make precise earlier ones."""
    kept = _settled(_summed(_parted(items)))
    return kept or tuple(item for item in items if item.act is Act.REMOVE)


def parted(lexicon: Lexicon, tokens: Sequence[Token], items: Sequence[Item]) -> tuple[Item, ...]:
    """Mark what is said to be part of the thing before: '4 croissants dont 1 aux amandes'."""
    marked = list(items)
    for i in range(len(marked)):
        for k in range(i + 1, _varieties_end(lexicon, tokens, marked, i)):
            choices = (*marked[i].choices, *marked[k].choices)
            marked[k] = marked[k]._replace(part=True, choices=choices)
    for i in range(1, len(marked)):
        whole, item = marked[i - 1], marked[i]
        between = tokens[whole.end : item.start]
        some = _is_of_them(tokens, item) and _is_sort(lexicon, whole, item)
        if some or (grammar.has(between, Role.PARTS) and _is_kind(lexicon, whole, item)):
            marked[i] = item._replace(part=True)
        elif whole.part and _is_kind(lexicon, whole, item) and item.owners != whole.owners:
            marked[i] = item._replace(part=0 < _number(item) <= _left(marked[:i]))
    return tuple(marked)


def either(tokens: Sequence[Token], items: Sequence[Item]) -> tuple[Item, ...]:
    """Make one of two things that may be taken: 'une baguette ou une ficelle'.

    What is only for want of the first is left out: '..., ou au café si y en a plus'.
    """
    kept: list[Item] = []
    for item in items:
        first = kept[-1] if kept else None
        if first is None or not _is_alternative(tokens, first, item):
            kept.append(item)
        elif not _is_conditional(tokens, first, item):
            owners = tuple(sorted({*first.owners, *item.owners}))
            amount = first.amount or item.amount
            kept[-1] = first._replace(
                owners=owners, amount=amount, level=Level.HEADED, keys=(), end=item.end
            )
    return tuple(kept)


def wanted_first(tokens: Sequence[Token], items: Sequence[Item]) -> tuple[Item, ...]:
    """Leave out what is for want of something: "s'il n'y a plus de poulet, mettez du lapin"."""
    kept, end = list(items), -1
    for i in range(len(tokens)):
        if i < end or not _lacks(tokens, i):
            continue
        end = next((j for j in range(i, len(tokens)) if tokens[j].norm in _ENDS), len(tokens))
        spared = [item for item in kept if not i <= item.start < end]
        if any(item.owners and item.act in _WANTED for item in spared if item.start < i):
            kept = spared
    return tuple(kept)


def _lacks(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether "s'il n'y a plus" or 'si vous n'avez pas' begins at a token."""
    said = [token.norm for token in tokens[i : i + _CONDITION]]
    if not said or said[0] not in _WHETHER:
        return False
    return not (_LACKING.isdisjoint(said[1:]) or _HAVING.isdisjoint(said[1:]))


_WHETHER = frozenset({"si", "s'", "if"})
_LACKING = frozenset({"plus", "pas", "pu", "no", "not", "don't", "without"})
_HAVING = frozenset(
    {"a", "y", "avez", "reste", "trouvez", "have", "is", "are", "there", "hay", "tienen", "queda"}
)
_CONDITION = 8
_ENDS = frozenset({".", "\n", ";", "!", "?"})


def _is_alternative(tokens: Sequence[Token], first: Item, item: Item) -> bool:
    between = [t.norm for t in tokens[first.end : item.start] if t.norm[0].isalnum()]
    wanted = all(i.act in _WANTED and not i.negated and i.owners for i in (first, item))
    return wanted and bool(between) and between[0] in _OR and len(between) <= _NEAR


def _is_conditional(tokens: Sequence[Token], first: Item, item: Item) -> bool:
    after = {t.norm for t in tokens[item.end : item.end + 2]}
    between = {t.norm for t in tokens[first.end : item.start]}
    return not _IF.isdisjoint(after | between)


_WANTED = frozenset({Act.ORDER, Act.ADD})
_OR = frozenset({"ou", "or", "o", "u"})
_IF = frozenset({"si", "s'", "sinon", "defaut", "if", "failing", "otherwise", "else"})
_NEAR = 4
"""Words between two things of which one is wanted: 'ou bien alors des'."""


def totalled(tokens: Sequence[Token], items: Sequence[Item]) -> tuple[Item, ...]:
    """Leave out what only counts the things before: '2 éclairs, 3 flans, soit 5 gâteaux'."""
    *others, last = items or (None,)
    if last is None or len(others) < 2 or len(last.owners) == 1:  # noqa: PLR2004
        return tuple(items)
    summed = sum(_number(item) for item in others if item is not None) == _number(last) > 0
    before, after = tokens[max(0, last.start - 2) : last.start], tokens[last.end : last.end + 2]
    said = {t.norm for t in before} & _MAKES or {t.norm for t in after} & _IN_ALL
    return tuple(items[:-1]) if summed and said else tuple(items)


_MAKES = frozenset({"=", "soit", "donc", "fait", "total", "makes"})
_IN_ALL = frozenset({"tout", "total", "all", "altogether"})


def announced(tokens: Sequence[Token], items: Sequence[Item]) -> tuple[Item, ...]:
    """Leave out what the rest is for: 'pour la blanquette il me faut 1 kg de veau'.

    Where it is one of the things that another mention may mean, that is meant.
    """
    items = tuple(i for i in items if not _is_made_of_them(tokens, i, items))
    first, *others = items or (None,)
    if first is None or not others or not _is_announced(tokens, first, others[0]):
        return tuple(items)
    for i, item in enumerate(others):
        if item.amount and len(item.owners) > 1 and set(first.owners) < set(item.owners):
            others[i] = item._replace(owners=first.owners, level=first.level)
    return tuple(others)


def _is_made_of_them(tokens: Sequence[Token], item: Item, items: Sequence[Item]) -> bool:
    """'de quoi faire une raclette : 600 g de fromage ...': what the rest makes is not ordered."""
    before = [token.norm for token in tokens[max(0, item.start - 4) : item.start]]
    makes = any(pair in _WHEREWITH for pair in pairwise(before))
    return makes and any(other.amount for other in items if other.start > item.start)


_WHEREWITH = frozenset({("de", "quoi"), ("con", "que")})


def _is_announced(tokens: Sequence[Token], first: Item, then: Item) -> bool:
    begun = tokens[: first.start]
    purpose = any(t.norm in _FOR for t in begun[-2:]) and not any(t.is_number for t in begun)
    if first.amount or first.choices or not first.owners or not purpose or not then.amount:
        return False
    between = tokens[first.end : then.start]
    swaps = any(grammar.has(tokens, r) for r in (Role.INSTEAD, Role.CORR, Role.CHANGE, Role.SWAP))
    if swaps or any(t.norm in _LISTING for t in between):
        return False
    return not between or between[0].norm in _OPENING or grammar.has(between, Role.ORDER)


_FOR = frozenset({"pour", "pr", "for", "para"})
_LISTING = frozenset({"et", "and", "y", "\n", ";", ".", "+"})
_OPENING = frozenset({":", ",", "-"})


def _is_of_them(tokens: Sequence[Token], item: Item) -> bool:
    """Tell whether a number counts some of the things before: 'two of them chocolate'."""
    said = tuple(token.norm for token in tokens[item.start + 1 : item.start + 3])
    return said in _OF_THEM


_OF_THEM = frozenset({("of", "them"), ("of", "those"), ("of", "these"), ("of", "which")})


def _is_kind(lexicon: Lexicon, whole: Item, item: Item) -> bool:
    same = any(lexicon.head(o) == lexicon.head(w) for o in item.owners for w in whole.owners[:1])
    narrower = bool(item.owners) and set(item.owners) <= set(whole.owners)
    return _number(item) <= _number(whole) and (same or narrower)


def _is_sort(lexicon: Lexicon, whole: Item, item: Item) -> bool:
    """Tell whether the words for a thing and those before it name it: 'teas' and 'green'."""
    found = lexicon.things.hold(tuple(dict.fromkeys((*whole.keys, *item.keys))))
    return (
        found is not None
        and bool(item.owners)
        and set(item.owners) <= {*found.exact, *found.headed, *found.tailed, *found.held}
    )


def _varieties_end(lexicon: Lexicon, tokens: Sequence[Token], items: Sequence[Item], i: int) -> int:
    """Where the sorts end that a number of things are: 'two teas one green and one black', or 0.

    Numbers in figures make a list, where each counts things of its own.
    """
    left, end = _number(items[i]), items[i].end
    for k in range(i + 1, len(items)):
        item = items[k]
        between, said = tokens[end : item.start], tokens[item.start : item.end]
        again = any(stem(token.norm) in items[i].keys for token in said)
        joined = k == i + 1 and grammar.has(between, Role.AND)
        listed = joined or again or any(token.norm.isdigit() for token in said[:1])
        near = 0 <= item.start - end <= 1 and not listed
        if not near or item.part or not _number(item) or not _is_sort(lexicon, items[i], item):
            return 0
        left, end = left - _number(item), item.end
        if left <= 0:
            return k + 1 if not left and k > i + 1 else 0
    return 0


def _number(item: Item) -> Decimal:
    return item.amount.number or Decimal()


def _left(items: Sequence[Item]) -> Decimal:
    """How many of the last whole thing no part has taken."""
    at = max(i for i, item in enumerate(items) if not item.part)
    return _number(items[at]) - sum(_number(item) for item in items[at + 1 :])


def _parted(items: Sequence[Item]) -> list[Item]:
    """Take parts from the things they are of: of two with one described one is left."""
    whole: list[Item] = []
    for item in items:
        if item.part and whole:
            at = max(i for i, other in enumerate(whole) if not other.part)
            if _says_no_more(item, whole[at]):
                whole[at] = whole[at]._replace(doubtful=True)
                continue
            left = (whole[at].amount.number or Decimal()) - (item.amount.number or Decimal())
            amount = whole[at].amount._replace(number=left)
            whole[at] = whole[at]._replace(amount=amount, header=True)
        whole.append(item)
    return [i for i in whole if not (i.header and (i.amount.number or 0) <= 0)]


def _says_no_more(part: Item, whole: Item) -> bool:
    """Tell whether what tells a part from the rest is no choice: 'dont une sans sel'."""
    return part.doubtful and part.owners == whole.owners and part.choices == whole.choices


def _summed(items: Sequence[Item]) -> list[Item]:
    """Drop what only counts the next: 'deux pizzas moyennes, une orientale et une reine'."""
    kept: list[Item] = []
    whole: list[Item] = list(items)
    for i, item in enumerate(whole):
        end = _sum_end(whole, i)
        if end:
            for k in range(i + 1, end):
                whole[k] = whole[k]._replace(choices=(*item.choices, *whole[k].choices))
        else:
            kept.append(item)
    return kept


def _sum_end(items: Sequence[Item], i: int) -> int:
    """Where the things end that together are as many as the general one before them, or 0."""
    general, left = items[i], items[i].amount.number
    if len(general.owners) < 2 or left is None or left < 2:  # noqa: PLR2004
        return 0
    for k in range(i + 1, len(items)):
        number = items[k].amount.number
        narrower = bool(items[k].owners) and set(items[k].owners) < set(general.owners)
        if number is None or not narrower:
            return 0
        left -= number
        if left <= 0:
            return k + 1 if left == 0 else 0
    return 0


def _settled(items: Sequence[Item]) -> tuple[Item, ...]:
    kept: list[Item] = []
    for item in items:
        if item.act is Act.REMOVE and _take_back(kept, item):
            continue
        _make_precise(kept, item)
        if item.replaced:
            kept = [o for o in kept if o.owners != item.owners or o.choices != item.choices]
        if not _said_already(kept, item):
            kept.append(item)
    return tuple(kept)


def _take_back(kept: list[Item], item: Item) -> bool:
    """'... et plus de cuisses de poulet du tout' takes back what was ordered before."""
    ordered = [i for i in kept if i.act is not Act.REMOVE and i.owners == item.owners]
    for other in ordered:
        kept.remove(other)
    return bool(ordered)


def _said_already(kept: list[Item], item: Item) -> bool:
    """'les pommes gala, donc gala' is one thing."""
    same = (o for o in kept if o.owners and o.owners == item.owners and o.act is item.act)
    for other in same:
        if not item.amount and not item.choices:
            return True
        if other.replaced and other.amount.number == item.amount.number and not item.choices:
            return not (item.amount.measure or item.amount.money)
        if other.told and not item.told and other.amount and other.choices == item.choices:
            kept.remove(other)  # "j'ai pris 2 baguettes hier, mettez-en 3"
            return False
        if not other.amount and not other.choices:
            kept.remove(other)
            return False
    return False


def _make_precise(kept: list[Item], item: Item) -> None:
    """'Raclette samedi ! 600 g de raclette nature': the general mention was this one."""
    for other in kept:
        narrower = bool(item.owners) and set(item.owners) < set(other.owners)
        general = len(other.owners) > 1 and narrower
        if general and not other.amount and other.act is item.act:
            kept.remove(other)
            return


def denied(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """What is said not to be so many: '3 baguettes, pas 3 croissants'."""
    meant = {owner for item in items if not item.negated for owner in item.owners}
    return tuple(
        item
        for item in items
        if meant and item.negated and item.amount.number and meant.isdisjoint(item.owners)
    )
