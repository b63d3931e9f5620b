"""Between several products that a mention may mean: what the person has or usually takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Known
from tournee.nlu.reading.state import Item
from tournee.nlu.words.inflection import stem
from tournee.nlu.words.phrases import LOCALES, load_words
from tournee.nlu.words.tokens import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """Lets the basket, what was taught and what is usual choose between several products."""

    lexicon: Lexicon
    context: Context
    edits: bool
    """The message changes what is in the basket."""

    def __call__(self, item: Item, said: str, *, edits: bool) -> tuple[Item, Known | None]:
        """Leave one candidate if anything tells which, and say what told."""
        if len(item.owners) < 2:  # noqa: PLR2004
            return item, None
        skus = [self.lexicon.products[o].sku for o in item.owners]
        held = [line.sku for line in self.context.basket if line.sku in skus]
        phrase = fold(said)
        taught = [s for words, s in self.context.taught if words and words in phrase and s in skus]
        usual = [sku for sku in self.context.usual if sku in skus]
        basket = held if edits or self.edits else []
        for found, why in ((basket, None), (taught, Known.TAUGHT), (usual, Known.USUAL)):
            if found:
                return item._replace(owners=(self.lexicon.number[found[0]],)), why
        meant = self._meant(item) if item.implied else ()
        return (item._replace(owners=meant) if len(meant) == 1 else item), None

    def _meant(self, item: Item) -> tuple[int, ...]:
        """Take what only its options name for what they are said of: 'a dark roast' is a coffee."""
        for choice in item.choices:
            for key in (_stand_for().get(key, key) for key in choice.mention.keys):
                found = self.lexicon.things.hold((key,))
                owners = tuple(o for o in item.owners if found and o in found.exact)
                if owners:
                    return owners
        return ()


@cache
def _stand_for() -> Mapping[str, str]:
    """What words alone are said of, both as stems: 'decaf' of coffee."""
    words = (load_words(locale, "words").get("stand_for", {}) for locale in LOCALES)
    return {
        stem(fold(w)): stem(fold(name)) for all_ in words for name, ws in all_.items() for w in ws
    }
