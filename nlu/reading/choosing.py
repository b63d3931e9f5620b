"""Between several products that a mention may mean: what the person has or usually takes."""

from dataclasses import dataclass

from tournee.nlu.lexicon import Lexicon
from tournee.nlu.model import Context, Known
from tournee.nlu.reading.state import Item
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
        return item, None
