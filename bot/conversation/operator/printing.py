"""'/imprimer', '/imprimer vendredi', '/imprimer boulangerie': sheets for work, as files."""

from typing import TYPE_CHECKING

from tournee.bot.conversation import worksheets
from tournee.bot.conversation.model import Facts, Reply, Say, Turn
from tournee.bot.conversation.operator import route_sheets
from tournee.bot.conversation.worksheets import ListsPrinted, NothingToPrint, RoutePrinted
from tournee.catalog.model import ShopSlug
from tournee.nlu.days import dates
from tournee.nlu.people import Gazetteer
from tournee.nlu.words.tokens import tokenize

if TYPE_CHECKING:
    from tournee.bot.conversation.operator.state import State


def run(argument: str, state: "State", facts: Facts) -> Turn["State"]:
    """Send the route sheet and the picking lists of the next round, of a day, or of one shop."""
    tokens = tokenize(argument)
    spans = dates.spans(tokens, facts.now, facts.village.settings.zone)
    day = next((span.day for span in spans if span.day is not None), None)
    shops = frozenset(Gazetteer(facts.village).shops([t.norm for t in tokens]))
    chosen = worksheets.next_round(facts, day)
    if chosen is None:
        return Turn(state=state, says=(Say(reply=NothingToPrint(date=day)),))
    orders = [
        o for o in worksheets.of_round(facts, chosen) if not shops or ShopSlug(o.shop) in shops
    ]
    lists = worksheets.lists(facts, orders, chosen.date, chosen)
    routes = () if shops else route_sheets.routes(facts, chosen)
    replies: tuple[Reply, ...] = (*routes, *((lists,) if lists.lists else ()))
    if not replies:
        replies = (NothingToPrint(date=chosen.date),)
    return Turn(state=state, says=tuple(Say(reply=r, card=_card(r)) for r in replies))


def _card(reply: Reply) -> str | None:
    """A card of its own: two files are two messages, and a second printing replaces none."""
    match reply:
        case RoutePrinted(round=run, driver=driver, at=at):
            return f"route:{run.key}:{driver}:{at:%d%H%M%S}"
        case ListsPrinted(date=day, at=at):
            return f"lists:{day}:{at:%d%H%M%S}"
    return None
