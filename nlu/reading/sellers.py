"""Things of one shop: 'du beurre de la fromagerie', 'un saucisson de chez le boucher'."""

from collections.abc import Mapping, Sequence

from tournee.catalog.model import ShopSlug
from tournee.nlu.lexicon import Lexicon
from tournee.nlu.reading.state import Item
from tournee.nlu.search.joints import is_joint
from tournee.nlu.words.tokens import Token

_FROM = frozenset({"chez", "from", "at"})
_MOST_JOINTS = 4


def sold_there(
    lexicon: Lexicon, tokens: Sequence[Token], items: tuple[Item, ...]
) -> tuple[Item, ...]:
    """Let the shop that stands right behind a thing choose; its words name no thing besides."""
    shops = lexicon.gazetteer.shops_at([token.norm for token in tokens])
    if not shops:
        return items
    chosen: list[Item] = []
    taken: set[int] = set()
    for item in items:
        if taken and not item.amount and _is_within(tokens, item, taken):
            continue
        at = _shop_behind(tokens, item.start, item.end, shops)
        if at < 0:
            chosen.append(item)
            continue
        taken.update(i for i in shops if shops[i] == shops[at])
        there = tuple(o for o in item.owners if lexicon.products[o].shop == shops[at])
        chosen.append(item._replace(owners=there) if there else item)
    return tuple(chosen)


def _is_within(tokens: Sequence[Token], item: Item, taken: set[int]) -> bool:
    content = [
        i for i in range(item.start, item.end) if not is_joint(tokens[i].text, tokens[i].norm)
    ]
    return all(i in taken for i in content)


def _shop_behind(
    tokens: Sequence[Token], start: int, end: int, shops: Mapping[int, ShopSlug]
) -> int:
    """Where a shop is named in a thing, or behind 'de', 'de chez la'; -1 if it is not."""
    inside = next((i for i in range(start + 1, end) if i in shops), -1)
    if inside > 0:
        return inside
    for i in range(end, min(end + 1 + _MOST_JOINTS, len(tokens))):
        if i in shops:
            return i if i > end else -1
        if not (is_joint(tokens[i].text, tokens[i].norm) or tokens[i].norm in _FROM):
            return -1
    return -1
