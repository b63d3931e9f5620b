"""How a message answers the question that the bot has put.

What was offered is known, so little needs to be said: a number of the list, one word that tells
the offered things apart, 'aucun', 'les deux'.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from tournee.catalog.model import Product
from tournee.catalog.quantity import Unit
from tournee.nlu.agreement import agrees, consents, doubts, suffices
from tournee.nlu.heard import Heard
from tournee.nlu.model import Answer, Intent, Question, QuestionKind
from tournee.nlu.picking import by_words, having, masks_of, shared_out
from tournee.nlu.reading.resolve import asked_of
from tournee.nlu.reading.sharing import people
from tournee.nlu.reading.state import Act, Amount, Item
from tournee.nlu.signature import is_surname, solid
from tournee.nlu.trust import INFLECTED
from tournee.nlu.words import everyday, grammar
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import Token, tokenize

_YES = frozenset({Intent.CONFIRM})
_NO = frozenset({Intent.DECLINE, Intent.CANCEL})
_ASKING = frozenset({Intent.ASK_HOURS, Intent.ASK_ROUND, Intent.ASK_STATUS})
_NOT = frozenset({"pas", "pa", "not", "ni", "sauf", "except", "salvo", "menos"})
"""What follows is not meant; 'sans' stands in names."""
_UNFINISHED = frozenset(
    {"mais", "but", "pero", "attendez", "attends", "attend", "wait", "espere", "espera"}
)
_OTHERWISE = frozenset(
    {Role.CORR, Role.CHANGE, Role.REMOVE, Role.NEG, Role.SWAP, Role.ASK, Role.INSTEAD, Role.NONE}
)
"""What a plain yes does not come with."""
_DRAWN_OUT = re.compile(r"(\w)\1+$")
_SURE_YES = 0.6
"""Below it words that are none for yes bind nobody."""
_TELLING = frozenset({Role.CHAT, Role.NEG, Role.ASK, Role.ORDER})
_MOST_WORDS = 3
_MOST_COUNTED = 50


def answer(heard: Heard, question: Question | None) -> Answer | None:
    """Read a message as an answer; None where it says nothing to the question."""
    if question is None:
        return None
    readers: dict[QuestionKind, Callable[[Heard, Question], Answer | None]] = {
        QuestionKind.PRODUCT: _product,
        QuestionKind.OPTION: _option,
        QuestionKind.QUANTITY: _quantity,
        QuestionKind.CONFIRM: _confirm,
        QuestionKind.YES_NO: _substitute,
        QuestionKind.PLACE: _place,
        QuestionKind.NAME: _name,
        QuestionKind.ROUND: _round,
    }
    return readers[question.kind](heard, question)


def _product(heard: Heard, question: Question) -> Answer | None:
    numbers = heard.lexicon.number
    offered = [numbers[sku] for sku in question.skus if sku in numbers]
    denied, passed_over = _denied(heard, offered)
    passed_over = passed_over | _of_others(heard, offered)
    left = [owner for owner in offered if owner not in denied]
    picked = [owner for owner in _read(heard, offered) if owner in left] or _picked(
        heard, offered, lambda: by_words(heard, heard.lexicon.things, left, passed_over)
    )
    picked = picked or _any(heard, left) or (left if denied else [])
    fewer = [] if picked else _fewer(heard, left)
    if picked or fewer:
        skus = tuple(heard.lexicon.products[o].sku for o in picked or fewer)
        if len(picked) > 1 and Role.ANY in heard.roles:
            skus = skus[:1]
        several = Role.OR in heard.roles or picked == left != offered or bool(fewer)
        qty = _amount(heard, (picked or fewer)[0])
        return Answer(skus=skus, qty=qty, either=len(skus) > 1 and several)
    if len(offered) == 1 and suffices(heard.lattice.tokens):
        return Answer(yes=True)
    listed = _numbered(heard, len(offered) + 1)
    refused = Role.NONE in heard.roles or heard.intent in _NO or listed == [len(offered)]
    if refused and not heard.items:
        return Answer(none=True)
    return _only_counted(heard)


def _fewer(heard: Heard, offered: Sequence[int]) -> list[int]:
    """Find the things of the offer that one name is for: 'comté', of all cheeses."""
    named = [item for item in heard.items if item.owners and not (item.refers or item.negated)]
    if len(named) != 1 or not set(named[0].owners) < set(offered):
        return []
    return [o for o in offered if o in named[0].owners]


def _of_others(heard: Heard, offered: Sequence[int]) -> set[int]:
    """Find tokens that surely name goods beside the offer: croissants are no pain au chocolat."""
    names = frozenset[str]().union(*(words_of(heard.lexicon.products[o]) for o in offered))
    return {
        i
        for item in heard.items
        if item.owners and not item.refers and item.amount and item.guessed <= INFLECTED
        if not set(item.owners) & set(offered)
        for i in range(item.start, item.end)
        if heard.lattice.tokens[i].norm not in names
    }


def _denied(heard: Heard, offered: Sequence[int]) -> tuple[set[int], set[int]]:
    """Find things of the offer that are not meant, and the tokens that say so.

    'pas celle de brebis, l'autre'.
    """
    table, masks = heard.lexicon.things, masks_of(heard.lexicon.things, offered)
    denied: set[int] = set()
    passed_over: set[int] = set()
    negated = False
    for i, token in enumerate(heard.lattice.tokens):
        negated = (negated or token.norm in _NOT) and token.norm[0].isalnum()
        matched = having(table, masks, token.norm)[0] if negated else set()
        if matched and token.norm not in _NOT:
            passed_over.add(i)
            denied |= matched if len(matched) < len(offered) else set()
    return (denied, passed_over) if len(denied) < len(offered) else (set(), set())


def _any(heard: Heard, offered: Sequence[int]) -> list[int]:
    """'peu importe', 'le moins cher': the first of them, or the cheapest that is sold likewise."""
    if not offered or not heard.roles & {Role.ANY, Role.CHEAPEST}:
        return []
    products = heard.lexicon.products
    if Role.CHEAPEST not in heard.roles:
        return [offered[0]]
    alike = [o for o in offered if products[o].unit is products[offered[0]].unit]
    return [min(alike, key=lambda o: products[o].price.amount)]


def _only_counted(heard: Heard) -> Answer | None:
    """'j'en veux deux' says how many, and not yet of which."""
    amounts = [item.amount.number for item in heard.items if item.refers and len(item.owners) > 1]
    alone = len(heard.items) == 1 and not heard.words
    return Answer(qty=amounts[0]) if alone and amounts and amounts[0] else None


def _option(heard: Heard, question: Question) -> Answer | None:
    lexicon = heard.lexicon
    product = next((lexicon.number[sku] for sku in question.skus if sku in lexicon.number), None)
    found = [
        entry
        for code in question.codes
        for entry in [lexicon.option(product, code) if product is not None else None]
        if entry is not None
    ]
    offered = [entry.number for entry in found]
    shares = shared_out(heard, lexicon.choices, offered)
    if shares:
        codes = tuple(lexicon.options[o].code for o in shares)
        return Answer(codes=codes) if len(shares) == question.qty else None
    picked = _picked(heard, offered, lambda: by_words(heard, lexicon.choices, offered))
    if picked:
        codes = tuple(lexicon.options[o].code for o in picked)
        return Answer(codes=codes[:1], qty=_together(heard))
    if (Role.NONE in heard.roles or heard.intent in _NO) and not heard.items:
        return Answer(none=True)
    return None


def _read(heard: Heard, offered: Sequence[int]) -> list[int]:
    """Things of the offer that the message was read to name."""
    named = [item for item in heard.items if not item.refers]
    meant = [[o for o in item.owners if o in offered] for item in named]
    return [owners[0] for owners in meant if len(owners) == 1]


def _picked(heard: Heard, offered: Sequence[int], by_words: Callable[[], list[int]]) -> list[int]:
    """Choose by words, by number, or all of them."""
    if named := by_words():
        return named
    if listed := _numbered(heard, len(offered)):
        return [offered[i] for i in listed]
    if Role.BOTH in heard.roles or Role.EACH in heard.roles:
        counted = heard.numbers[0] if heard.numbers and Role.BOTH in heard.roles else None
        return list(offered) if counted in (None, len(offered)) else []
    return []


def _numbered(heard: Heard, count: int) -> list[int]:
    """Read 'la 2', '1 et 3', 'le dernier' as places in the list, whatever goods stand beside."""
    if count < 1:
        return []
    if Role.LAST in heard.roles:
        return [count - 1]
    if len(heard.words_alone) > 1 or heard.roles & {Role.BOTH, Role.TOTAL}:
        return []
    places = [int(n) - 1 for n in heard.numbers_alone if n == int(n)]
    return places if places and all(0 <= place < count for place in places) else []


def _amount(heard: Heard, owner: int) -> Decimal | None:
    """How much of what was picked, in its own unit, if the message says so."""
    product = heard.lexicon.products[owner]
    for item in heard.items:
        if owner in item.owners and not item.refers and item.amount and not item.amount.indefinite:
            return asked_of(product, heard.lexicon.sizes[owner], item).qty
    named = words_of(product)
    if (weighed := _weighed(heard, owner, named)) or product.unit is not Unit.PIECE:
        return weighed  # 'un morceau de comté' is no kilo of it
    packed = [i.amount.number for i in heard.items if i.amount.pack]
    said = [i for i in heard.items if i.refers or only_says(heard.lattice.tokens, i, named)]
    if packed and said:
        return packed[0]
    if Role.EACH in heard.roles:
        return Decimal(1)
    counts = [n for n in heard.numbers if n >= 1 and n == int(n) and str(n) not in named]
    return counts[0] if len(counts) == 1 and heard.words and not heard.items else None


def _weighed(heard: Heard, owner: int, named: frozenset[str]) -> Decimal | None:
    """Read a weight beside what was picked: '18 mois, 500 g'; 18 is in its name and counts none."""
    lexicon = heard.lexicon
    for item in heard.items:
        if item.amount.measure is not None and (item.refers or not item.owners):
            counted = item.amount.number is not None and str(item.amount.number) not in named
            amount = item.amount if counted else item.amount._replace(number=None)
            asked = asked_of(
                lexicon.products[owner], lexicon.sizes[owner], item._replace(amount=amount)
            )
            return asked.qty
    return None


def only_says(tokens: Sequence[Token], item: Item, named: frozenset[str]) -> bool:
    """Tell whether an item is no more than words of a name: 'blanc' of the ham is no wine."""
    words = [token.norm for token in tokens[item.start : item.end] if token.is_word]
    return all(word in named or grammar.is_small(word) for word in words)


def words_of(product: Product) -> frozenset[str]:
    """Return the words and figures of a product's name, folded."""
    return frozenset(token.norm for token in tokenize(product.name))


def _together(heard: Heard) -> Decimal | None:
    """How many things an option is for: 'les deux en moyenne'."""
    if Role.BOTH not in heard.roles:
        return None
    return heard.numbers[0] if heard.numbers else Decimal(heard.basket + 1)


def _quantity(heard: Heard, question: Question) -> Answer | None:
    lexicon = heard.lexicon
    number = next((lexicon.number[sku] for sku in question.skus if sku in lexicon.number), None)
    refused = Role.NONE in heard.roles or heard.intent in _NO
    if refused and all(item.refers for item in heard.items):
        return Answer(none=True)
    amount = _how_much(heard, number)
    if amount is None:
        return None
    if number is None:
        return Answer(qty=amount.number)
    item = Item((number,), None, (), amount, (), Act.ORDER, 0, 0)
    asked = asked_of(lexicon.products[number], lexicon.sizes[number], item)
    qty = asked.qty if asked.qty is not None else asked.count
    return Answer(qty=qty) if qty is not None else None


def _how_much(heard: Heard, number: int | None) -> Amount | None:
    """Find an amount of what was asked about; '12 œufs' says nothing of how much cheese."""
    amounts = [
        item.amount
        for item in heard.items
        if item.amount and (item.refers or number in item.owners or not item.owners)
    ]
    others = any(item.owners and not item.refers for item in heard.items)
    asks = heard.intent in _ASKING or any(t.norm == "?" for t in heard.lattice.tokens)
    if amounts or others or asks or len(heard.words) >= _MOST_WORDS:
        return amounts[0] if amounts else None
    return Amount(number=heard.numbers[0]) if heard.numbers else None


def _confirm(heard: Heard, question: Question) -> Answer | None:
    """A bare number, of a basket with one thing in it, says how many that shall be."""
    counts = () if _is_of_people(heard) else heard.numbers
    alone = heard.basket == 1 and not heard.items and not heard.words and not heard.days
    if alone and len(counts) == 1 and 1 <= counts[0] == int(counts[0]) <= _MOST_COUNTED:
        return Answer(qty=counts[0])
    return _yes_no(heard, question)


def _is_of_people(heard: Heard) -> bool:
    """Tell whether a number says for how many it is: 'finalement pour 10'."""
    numbers = [r.number for at in heard.lattice.at for r in at if r.number]
    return people(heard.lattice.tokens, numbers) is not None


def _yes_no(heard: Heard, question: Question) -> Answer | None:
    """A yes binds to pay: it has to be said in a word for it, or to be clear from all words."""
    tokens = heard.lattice.tokens
    if suffices(tokens):
        return Answer(yes=not question.offers)
    if agrees(tokens, heard.told_days):
        return Answer(yes=True)
    if any(not item.told for item in heard.items):
        return None
    if _breaks_off(heard):
        return Answer(yes=False)
    if _says_yes(heard) or Role.ENOUGH in heard.roles:
        return Answer(yes=True)
    if doubts(tokens):
        return Answer(yes=False) if heard.intent is Intent.DECLINE else None
    if heard.intent in _YES:
        return Answer(yes=True) if heard.sure >= _SURE_YES and consents(tokens) else None
    if heard.intent is Intent.DECLINE:
        return Answer(yes=False)
    return None


def _breaks_off(heard: Heard) -> bool:
    """'oui mais ...', 'ok attendez': what is to be different is not said yet."""
    words = [token.norm for token in heard.lattice.tokens if token.is_word]
    return len(words) > 1 and words[-1] in _UNFINISHED


def _says_yes(heard: Heard) -> bool:
    """'ouiii merci bcp', 'ok pour demain': a yes, and nothing that puts something right."""
    norms = [_DRAWN_OUT.sub(r"\1", token.norm) for token in heard.lattice.tokens]
    first = bool(norms) and any(s.role is Role.YES for _, s in grammar.at(norms, 0))
    others = [norm for norm in heard.words_alone if norm != heard.lattice.tokens[0].norm]
    about_it = not others or heard.intent is Intent.SET_DELIVERY
    return first and about_it and "?" not in norms and heard.roles.isdisjoint(_OTHERWISE)


def _substitute(heard: Heard, question: Question) -> Answer | None:
    """'oui', or the name of what was proposed."""
    named = {heard.lexicon.products[o].sku for item in heard.items for o in item.owners}
    picked = tuple(sku for sku in question.skus if sku in named)
    if picked:
        return Answer(yes=True, skus=picked)
    if Role.NONE in heard.roles and not heard.items:
        return Answer(yes=False, none=True)
    return _yes_no(heard, question)


def _place(heard: Heard, _question: Question) -> Answer | None:
    """An answer names the place even where the words would be goods: 'les Granges', les oranges."""
    everywhere = [token.norm for token in heard.lattice.tokens]
    place = heard.place or heard.lexicon.gazetteer.place(everywhere)
    if place is not None:
        return Answer(place=place)
    listed = _numbered(heard, len(heard.lexicon.village.places))
    places = heard.lexicon.village.places
    return Answer(place=places[listed[0]].slug) if len(listed) == 1 else None


def _name(heard: Heard, _question: Question) -> Answer | None:
    """Who asks or tells something gives no name: 'pourquoi vous voulez savoir ça ?'."""
    tokens, locale = heard.lattice.tokens, heard.lattice.locale
    if heard.person:
        first = [tokens[i.start].text for i in heard.items if in_name(tokens, i)]
        return Answer(name=" ".join([*first[:1], heard.person]))
    places = heard.lexicon.gazetteer.spoken([token.norm for token in tokens])
    words = [
        token
        for i, token in enumerate(tokens)
        if token.is_word
        and i not in places
        and (not grammar.is_small(token.norm) or is_surname(tokens, i))
    ]
    sure = heard.sure >= _SURE_YES and heard.intent in _NO | _ASKING
    asks = sure or any(token.norm == "?" for token in tokens)
    tells = not heard.roles.isdisjoint(_TELLING)
    denies = any(token.norm in _NOT for token in tokens) and all(w.text.islower() for w in words)
    ordinary = all(everyday.is_everyday(word.norm, locale) for word in words)
    goods = any(solid(item) and not in_name(tokens, item) for item in heard.items)
    if goods or asks or denies or (tells and ordinary) or not 0 < len(words) <= _MOST_WORDS:
        return None
    return Answer(name=" ".join(word.text for word in words))


def in_name(tokens: Sequence[Token], item: Item) -> bool:
    """Tell whether goods are the first of two names: 'Rose Durand'."""
    beside = tokens[item.end : item.end + 1]
    surname = any(t.text[:1].isupper() and not grammar.is_small(t.norm) for t in beside)
    return not item.amount and tokens[item.start].text[:1].isupper() and surname


def _round(heard: Heard, question: Question) -> Answer | None:
    for day in heard.days:
        if day in question.days:
            return Answer(day=day)
    listed = _numbered(heard, len(question.days))
    if len(listed) == 1:
        return Answer(day=question.days[listed[0]])
    if heard.intent in _YES and len(question.days) == 1:
        return Answer(day=question.days[0])
    return Answer(none=True) if heard.intent in _NO and not heard.items else None
