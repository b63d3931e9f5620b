"""Money at a door: what to collect, what was paid, what can't be booked."""

from tournee.bot.conversation.driver.replies import Paid
from tournee.bot.render.voice import Voice
from tournee.orders.model import Price


def asked(due: Price, voice: Voice) -> str:
    """What to collect; where a weight is missing the most that may be asked."""
    if due.weighed:
        return voice.text("%(money)s at most", money=voice.money(due.ceiling))
    return voice.money(due.total)


def received(paid: Paid, voice: Voice) -> str:
    """Return what was paid and how: '20,00 €', '12,30 € par chèque'."""
    cash, cheque = voice.money(paid.cash), voice.money(paid.cheque)
    if paid.cash and paid.cheque:
        return voice.text("%(money)s in cash, %(cheque)s by cheque", money=cash, cheque=cheque)
    if paid.cheque:
        return voice.text("%(cheque)s by cheque", cheque=cheque)
    return cash
