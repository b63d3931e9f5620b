"""RENONCER: what was bought is given back, without a reason (`orders.withdrawal`).

The law wants a dated acknowledgement at once (Code de la consommation, article L221-21). What is
taken back, and how, is for people: the operators hear of it.
"""

from tournee.bot.conversation import money_words
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.money_words import MoneyPhrase
from tournee.bot.conversation.resident import cancelling, look, ordering, people
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.money import NothingToGiveBack, WithdrawalNoted
from tournee.bot.conversation.resident.state import State
from tournee.catalog.model import ShopSlug
from tournee.nlu.model import Parse
from tournee.orders.model import OrderNumber
from tournee.orders.receipts import Draft, ReceiptKind
from tournee.orders.withdrawal import last_day


def asked(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Acknowledge a withdrawal; None where something else is meant.

    What has not set out yet is cancelled instead.
    """
    if parse.lines or not money_words.withdraws(said.text):
        return None
    phrase = money_words.read(said.text, {int(order.number) for order in facts.orders})
    if _can_be_cancelled(state, said, phrase, facts):
        return cancelling.cancel(state, said, facts)
    found = _delivered(phrase, facts) or _under_way(phrase, facts)
    if found is None:
        reply = NothingToGiveBack(person=look.operator_name(facts))
        return Outcome(state=state, replies=(reply,), answered=True)
    number, shops = found
    noted = WithdrawalNoted(
        number=number,
        shops=tuple(look.shop(facts, shop) for shop in shops),
        at=facts.now,
        person=look.operator_name(facts),
    )
    told = people.call(facts, "withdrawal", (f"{number} · {said.text}",))
    return Outcome(state=state, replies=(noted,), commands=told, answered=True)


def _can_be_cancelled(state: State, said: Said, phrase: MoneyPhrase, facts: Facts) -> bool:
    named = ordering.named_order(said, facts)
    if named is not None:
        return look.changeable(facts, named)
    if phrase.orders or phrase.figures:
        return False
    return bool(state.wants) or look.newest_changeable(facts) is not None


def _delivered(
    phrase: MoneyPhrase, facts: Facts
) -> tuple[OrderNumber, tuple[ShopSlug, ...]] | None:
    """Find the newest order, or the one that is named, that can still be given back."""
    sales = [r.draft for r in facts.books.receipts if _may_go_back(r.draft, facts)]
    named = phrase.orders or phrase.figures
    numbers = [n for s in sales if (n := s.order) is not None and (not named or n in named)]
    if not numbers:
        return None
    return numbers[0], tuple(dict.fromkeys(s.shop for s in sales if s.order == numbers[0]))


def _may_go_back(sale: Draft, facts: Facts) -> bool:
    day = look.local(facts, sale.at).date()
    in_time = look.today(facts) <= last_day(day, facts.village.settings)
    return sale.kind is ReceiptKind.SALE and in_time


def _under_way(
    phrase: MoneyPhrase, facts: Facts
) -> tuple[OrderNumber, tuple[ShopSlug, ...]] | None:
    """Find an order that can be cancelled no more and has not come yet."""
    named = phrase.orders or phrase.figures
    numbers = [n for n in look.open_numbers(facts) if not named or n in named]
    if not numbers:
        return None
    return numbers[0], tuple(order.shop for order in look.of_number(facts, numbers[0]))
