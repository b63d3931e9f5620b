"""The operators' money: what drivers still carry, what was counted, what each shop has sold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tournee.bot import accounting
from tournee.bot.attachments import TextFile
from tournee.bot.conversation import money_words
from tournee.bot.conversation.model import Facts, Reply
from tournee.bot.conversation.money_commands import ReceiveEnvelope
from tournee.catalog.model import Shop
from tournee.catalog.quantity import Money
from tournee.nlu.words.tokens import tokenize
from tournee.orders.closing import Closing, Envelope
from tournee.orders.events import EnvelopeReceived
from tournee.orders.receipts import Receipt, ReceiptKind, VatShare, vat_of

NOTHING = Decimal("0.00")
_SHORT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CashShown(Reply):
    """Envelopes that are still on their way, and those of the last week that did not agree."""

    carried: tuple[Envelope, ...]
    differing: tuple[Closing, ...]
    received: Money
    """In the last week, over all shops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashDiffers(Reply):
    """An envelope held something else than it should."""

    shop: Shop
    date: date
    expected: Money
    received: Money
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSales:
    shop: Shop
    receipts: int
    goods: Decimal
    deposits: Decimal
    vat: tuple[VatShare, ...]
    cash: Decimal
    cheque: Decimal
    on_tab: Decimal
    paid_off: Decimal
    """Paid at the shop, off its tab."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesShown(Reply):
    """One month, shop by shop."""

    first: date
    last: date
    shops: tuple[ShopSales, ...]
    table: TextFile | None = None
    """Each receipt, for an accountant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeTaken(Reply):
    """An operator has received an envelope in a shop's stead."""

    shop: Shop
    date: date
    received: Money


CashReply = CashShown | CashDiffers | EnvelopeTaken | SalesShown


def shown(facts: Facts) -> CashShown:
    closings = facts.books.closings
    nothing = Money.of_minor(0, facts.village.settings.currency)
    return CashShown(
        carried=facts.books.envelopes,
        differing=tuple(c for c in closings if c.difference),
        received=sum((c.received for c in closings), nothing),
    )


def receive(facts: Facts, text: str) -> ReceiveEnvelope | None:
    """Read 'boulangerie 52,30 pièce perdue': the oldest envelope of that shop; None for none."""
    phrase = money_words.read(text)
    counted = next((p for p in phrase.pieces if p.amount is not None), None)
    if counted is None or counted.amount is None:
        return None
    before = {t.norm for t in phrase.tokens[: counted.start]}
    named = [e for e in facts.books.envelopes if before & _words_of(facts, e.shop)]
    if not named or len({e.shop for e in named}) > 1:
        return None
    currency = facts.village.settings.currency
    return ReceiveEnvelope(
        round=named[0].round,
        date=named[0].date.isoformat(),
        shop=named[0].shop,
        received=Money(amount=counted.amount, currency=currency).rounded(),
        why=phrase.after(counted.end),
    )


def _words_of(facts: Facts, slug: str) -> frozenset[str]:
    shop = facts.village.shop_by_slug.get(slug)
    words = (t.norm for t in tokenize(f"{shop.name if shop else ''} {slug}"))
    return frozenset(word for word in words if len(word) > _SHORT)


def received(facts: Facts, event: EnvelopeReceived) -> CashDiffers | EnvelopeTaken | None:
    """Return what to say: of one's own doing always, of others' only where it differs."""
    shop = facts.village.shop_by_slug.get(event.shop)
    if facts.me is not None and shop is not None and event.received == event.expected:
        return EnvelopeTaken(shop=shop, date=event.date, received=event.received)
    return differs(facts, event)


def differs(facts: Facts, event: EnvelopeReceived) -> CashDiffers | None:
    shop = facts.village.shop_by_slug.get(event.shop)
    if shop is None or event.received == event.expected:
        return None
    return CashDiffers(
        shop=shop,
        date=event.date,
        expected=event.expected,
        received=event.received,
        by=event.by,
        why=event.why,
    )


def sales(facts: Facts, first: date, last: date) -> SalesShown:
    """Add up the month's receipts of each shop."""
    by_shop: dict[str, list[Receipt]] = {}
    for receipt in facts.books.receipts:
        by_shop.setdefault(receipt.draft.shop, []).append(receipt)
    shops = tuple(
        _sales(shop, by_shop[shop.slug]) for shop in facts.village.shops if shop.slug in by_shop
    )
    table = _table(facts, f"{first}-{last}") if shops else None
    return SalesShown(first=first, last=last, shops=shops, table=table)


def _table(facts: Facts, days: str) -> TextFile:
    """As the spreadsheets of the village's first language like it."""
    settings = facts.village.settings
    names = {person.slug: person.name for person in facts.people}
    rows = accounting.receipts_table(facts.books.receipts, names, settings.zone)
    text = accounting.csv_text(rows, french=not settings.locales[0].startswith("en"))
    return TextFile(name=f"{settings.slug}-{days}.csv", text=text.removeprefix("\ufeff"))


def _sales(shop: Shop, receipts: list[Receipt]) -> ShopSales:
    sold = [r for r in receipts if r.draft.kind is ReceiptKind.SALE]
    paid = [r for r in receipts if r.draft.kind is ReceiptKind.PAYMENT]
    at_door = [*sold, *(r for r in receipts if r.draft.kind is ReceiptKind.CORRECTION)]
    return ShopSales(
        shop=shop,
        receipts=len(receipts),
        goods=sum((r.draft.goods for r in sold), NOTHING),
        deposits=sum((r.draft.deposit for r in receipts), NOTHING),
        vat=vat_of(sold),
        cash=sum((r.draft.cash for r in at_door), NOTHING),
        cheque=sum((r.draft.cheque for r in at_door), NOTHING),
        on_tab=sum((r.draft.on_tab for r in at_door), NOTHING),
        paid_off=sum((r.draft.cash for r in paid), NOTHING),
    )
