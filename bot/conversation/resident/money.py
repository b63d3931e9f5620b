"""What a resident owes, has paid, and the papers of it."""

from tournee.bot.conversation import money_words
from tournee.bot.conversation.events import Said
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.money_words import MoneyCue
from tournee.bot.conversation.resident import look
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies.money import (
    DepositTold,
    EmptiesTold,
    NoReceipt,
    PaymentPutRight,
    ReceiptShown,
    ReceiptsShown,
    StatementShown,
    TabAgedTold,
    TabPaidTold,
    TabShown,
    ToPay,
    WaysToPayTold,
)
from tournee.bot.conversation.resident.state import State
from tournee.catalog.model import ShopSlug
from tournee.catalog.quantity import Money
from tournee.nlu.model import Intent, Parse
from tournee.orders.events import (
    DepositReturned,
    EnvelopeReady,
    EnvelopeReceived,
    MoneyEvent,
    PaymentCorrected,
    TabAged,
    TabLimited,
    TabPaid,
)
from tournee.orders.model import OrderNumber
from tournee.orders.receipts import Receipt, ReceiptKind
from tournee.orders.tabs import STOPPED_AFTER, Tab

_OF_THE_ORDER = frozenset({Intent.ASK_PRICE, Intent.ASK_STATUS})
_NOT_ASKING = frozenset({Intent.COMPLAINT, Intent.HUMAN, Intent.CANCEL, Intent.STOP})


def asked(state: State, said: Said, parse: Parse, facts: Facts) -> Outcome | None:
    """Answer 'combien je dois ?' and 'ma facture'; None where something else is meant.

    While a basket is open, or an order is on its way and no tab is, the total is that one's.
    """
    if money_words.asks_ways(said.text) and not any(line.qty for line in parse.lines):
        return _say(state, WaysToPayTold())
    if money_words.asks_empties(said.text) and not any(line.qty for line in parse.lines):
        sold = (p for p in facts.village.products if p.deposit is not None and p.available)
        return _say(state, EmptiesTold(example=next(sold, None)))
    if parse.lines or not money_words.is_asked(said.text):
        return None
    phrase = money_words.read(said.text, {int(o.number) for o in facts.orders})
    if parse.intent in _NOT_ASKING and phrase.norms:
        return None  # 'une erreur sur ma facture' is what the intent says it is
    if MoneyCue.RECEIPT in phrase.cues:
        return _say(state, _receipts(facts, phrase.orders or phrase.figures))
    told_otherwise = parse.intent in _OF_THE_ORDER and look.open_numbers(facts)
    if state.wants or (told_otherwise and not facts.books.tabs):
        return None
    return _say(state, statement(facts))


def _say(state: State, reply: Reply) -> Outcome:
    return Outcome(state=state, replies=(reply,), answered=True)


def statement(facts: Facts) -> StatementShown:
    coming = tuple(
        ToPay(number=n, day=look.of_number(facts, n)[0].date, total=look.due(facts, n))
        for n in reversed(look.open_numbers(facts))
    )
    return StatementShown(tabs=tuple(shown(facts, tab) for tab in facts.books.tabs), coming=coming)


def shown(facts: Facts, tab: Tab) -> TabShown:
    return TabShown(
        shop=look.shop(facts, tab.shop),
        amount=Money.of_minor(tab.minor, look.currency(facts)),
        since=tab.since,
        until=tab.since + STOPPED_AFTER if tab.since is not None else None,
        stopped=tab.stopped(look.today(facts)),
    )


def _receipts(facts: Facts, numbers: tuple[int, ...]) -> Reply:
    """Return the papers of an order: of the one that is named, else of the last."""
    sold = [r for r in facts.books.receipts if r.draft.kind is ReceiptKind.SALE]
    last = sold[0].draft.order if sold else None
    number = OrderNumber(numbers[0]) if numbers else last
    found = [r for r in facts.books.receipts if r.draft.order == number and number is not None]
    if not found:
        return NoReceipt(number=number)
    ordered = sorted(found, key=lambda r: (r.draft.at, r.draft.shop, r.number))
    return ReceiptsShown(receipts=tuple(_receipt(facts, r) for r in ordered))


def _receipt(facts: Facts, receipt: Receipt) -> ReceiptShown:
    day = look.local(facts, receipt.draft.at).date()
    return ReceiptShown(shop=look.shop(facts, receipt.draft.shop), receipt=receipt, day=day)


# --- at the door ---------------------------------------------------------------------------------


def received(facts: Facts) -> tuple[Money, Money] | None:
    """Return what the driver got for the order that was delivered, and what is owed of it.

    A credit pays first. None where the papers are not the reader's.
    """
    sales = [r.draft for r in facts.books.receipts if r.draft.kind is ReceiptKind.SALE]
    if not sales or facts.me is None or sales[0].resident != facts.me.slug:
        return None
    nothing = Money.of_minor(0, look.currency(facts))
    got = sum((Money(amount=d.cash + d.cheque) for d in sales), nothing)
    owed = sum((_owed(facts, d.shop, int(d.on_tab.scaleb(2))) for d in sales), nothing)
    return got, owed


def _owed(facts: Facts, shop: ShopSlug, on_tab: int) -> Money:
    tab = facts.books.tab(facts.me.slug, shop) if facts.me else None
    standing = max(0, tab.minor) if tab else 0
    return Money.of_minor(min(max(0, on_tab), standing), look.currency(facts))


# --- news ----------------------------------------------------------------------------------------


def hear(state: State, event: MoneyEvent, facts: Facts) -> Outcome:
    """Tell what was booked."""
    reply = _news(event, facts)
    replies = () if reply is None else (reply,)
    return Outcome(state=state, replies=replies, asks=False)


def _news(event: MoneyEvent, facts: Facts) -> Reply | None:
    match event:
        case TabPaid(amount=amount, receipt=receipt):
            return TabPaidTold(amount=amount, receipt=receipt, tab=_tab(event, facts))
        case TabAged():
            tab = _tab(event, facts)
            return TabAgedTold(tab=tab) if tab.since is not None else None
        case DepositReturned(count=count, amount=amount):
            shop = look.shop(facts, event.shop)
            owed = facts.books.tab(event.resident, event.shop).minor > 0
            return DepositTold(shop=shop, count=count, amount=amount, owed=owed)
        case PaymentCorrected(number=number, cash=cash, cheque=cheque, on_tab=on_tab):
            return PaymentPutRight(
                number=number,
                shop=look.shop(facts, event.shop),
                received=cash + cheque,
                on_tab=on_tab,
            )
        case TabLimited() | EnvelopeReady() | EnvelopeReceived():
            return None


def _tab(event: TabPaid | TabAged, facts: Facts) -> TabShown:
    return shown(facts, facts.books.tab(event.resident, event.shop))
