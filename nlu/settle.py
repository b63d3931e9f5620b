"""What stands in the end of things that a message names more than once."""

from collections.abc import Sequence

from tournee.nlu.state import Act, Item


def settled(items: Sequence[Item]) -> tuple[Item, ...]:
    """Let later mentions take back, replace or make precise earlier ones."""
    kept: list[Item] = []
    for item in items:
        if item.act is Act.REMOVE and _take_back(kept, item):
            continue
        if item.act is not Act.REMOVE:
            _make_precise(kept, item)
        kept.append(item)
    return tuple(kept)


def _take_back(kept: list[Item], item: Item) -> bool:
    """'... et plus de cuisses de poulet du tout' takes back what was ordered before."""
    ordered = [i for i in kept if i.act is not Act.REMOVE and i.owners == item.owners]
    for other in ordered:
        kept.remove(other)
    return bool(ordered)


def _make_precise(kept: list[Item], item: Item) -> None:
    """'Raclette samedi ! 600 g de raclette nature': the general mention was this one."""
    for other in kept:
        general = len(other.owners) > 1 and set(item.owners) < set(other.owners)
        if general and not other.amount and other.act is item.act:
            kept.remove(other)
            return
