"""The card of an order: one message of the group that shows it as it is now."""

from tournee.bot.conversation.model import Facts, Say
from tournee.bot.conversation.shop import look
from tournee.bot.conversation.shop.replies import CardMoved, CardShown
from tournee.bot.conversation.shop.state import State
from tournee.orders.model import Order, OrderNumber


def card(state: State, facts: Facts, order: Order) -> Say:
    """Show the order on its live card."""
    picked = state.picked(order.number)
    missing = look.product(facts, picked.sku) if picked and picked.sku else None
    line = look.line_of(order, picked.sku) if picked and picked.sku else None
    again = order.number in state.reminded
    reply = CardShown(
        order=order,
        customer=look.customer(facts, order),
        wishes=look.wishes(facts, order),
        picking=None if picked is None else "substitute" if picked.sku else "line",
        missing=missing,
        line=line,
        lefts=look.lefts(line) if line else (),
        substitutes=look.substitutes(facts, missing) if missing else (),
        reminder=again,
    )
    return Say(reply=reply, card=reminder_name(order.number) if again else name(order.number))


def moved(facts: Facts, order: Order) -> Say:
    """Take the buttons off the first card once a reminder carries them."""
    reply = CardMoved(order=order, customer=look.customer(facts, order))
    return Say(reply=reply, card=name(order.number))


def name(number: OrderNumber) -> str:
    return f"order:{number}"


def reminder_name(number: OrderNumber) -> str:
    return f"order:{number}:reminder"
