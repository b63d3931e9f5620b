"""Words of food that the catalogue calls otherwise: 'patates', 'hachis', '1 salade'."""

from collections.abc import Sequence

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.marks import DEGREES
from tournee.nlu.reading.readings import Level, Mention
from tournee.nlu.reading.spelling import Spelling
from tournee.nlu.words import everyday, grammar
from tournee.nlu.words.foodwords import Foodwords
from tournee.nlu.words.grammar import Role
from tournee.nlu.words.tokens import Token


def meaning(lexicon: Lexicon, phrase: tuple[str, ...]) -> Mention | None:
    """Read a phrase of stems; None where no name says what it does."""
    food = Foodwords.shipped()
    describes = everyday.describes(phrase[0])
    for others, cost in ((food.same, 0.2), (food.kinds, 0.3)):
        if describes and others is food.same:
            continue  # 'red' is a word of onions, 'du rouge' is wine
        owners: dict[int, None] = {}
        exact = False
        for words in others.get(phrase, ()):
            found = lexicon.things.hold(words)
            if found and (found.exact or found.headed):
                exact = exact or bool(found.exact)
                owners.update(dict.fromkeys(found.exact or found.headed))
        if owners and describes:
            owners.update(dict.fromkeys(lexicon.alike(owners, phrase)))
        elif owners and (named := lexicon.things.hold(phrase)):
            owners.update(dict.fromkeys(named.held))
        if owners:
            level = Level.EXACT if exact and len(owners) == 1 else Level.HEADED
            return Mention(tuple(sorted(owners)), level, phrase, cost * (not describes), meant=True)
    return _sort_of(lexicon, phrase) if len(phrase) > 1 else None


def may_name(tokens: Sequence[Token], spelling: Spelling, i: int) -> bool:
    """Tell whether a word may stand for a thing: 'un bon rouge', not 'tomates bien rouges'."""
    if not everyday.describes(tokens[i].norm):
        return True
    while i > 0 and _says_how(tokens[i - 1].norm):
        i -= 1
    return spelling.is_counted(i)


def _says_how(norm: str) -> bool:
    return norm not in DEGREES and grammar.is_role(norm, Role.QUALITY)


def _sort_of(lexicon: Lexicon, phrase: tuple[str, ...]) -> Mention | None:
    """Read another word for the head of a name, and the rest of it: 'patates à frites'."""
    for words in Foodwords.shipped().same.get(phrase[:1], ()):
        found = lexicon.things.hold((*words, *phrase[1:]))
        if found and found.exact:
            return Mention(found.exact, Level.EXACT, phrase, 0.2, meant=True)
    return None
