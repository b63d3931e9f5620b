"""Parts of receipts, as residents, shops and operators read them."""

from collections.abc import Iterable
from decimal import Decimal

from tournee.bot.render.voice import Voice
from tournee.catalog.quantity import Money, Unit
from tournee.orders.receipts import Draft, ReceiptKind, ReceiptLine, VatShare


def money(amount: Decimal, voice: Voice) -> str:
    return voice.money(Money(amount=amount, currency=voice.village.settings.currency))


def line(sold: ReceiptLine, voice: Voice) -> str:
    """'2 × Baguette 2,20 €', '0,512 kg Comté 14,23 €'."""
    unit = "×" if sold.unit is Unit.PIECE else "kg" if sold.unit is Unit.KG else "l"
    return f"{voice.number(sold.quantity)} {unit} {sold.name} {money(sold.total, voice)}"


def vat(shares: Iterable[VatShare], voice: Voice) -> str:
    """' (TVA 5,5 % : 0,11 €, 20 % : 1,20 €)'; nothing where no rate is known."""
    told = ", ".join(
        voice.text("%(rate)s %%: %(money)s", rate=voice.number(s.rate), money=money(s.vat, voice))
        for s in shares
        if s.rate is not None
    )
    return voice.text(" (of which VAT %(shares)s)", shares=told) if told else ""


def how_paid(draft: Draft, voice: Voice) -> str:
    """Say by which means: 'Payé : espèces 20,00 €, chèque 14,28 €, ardoise 3,40 €.'."""
    if draft.kind is ReceiptKind.CORRECTION:
        return _corrected(draft, voice)
    parts = []
    if draft.cash:
        parts.append(voice.text("cash %(money)s", money=money(draft.cash, voice)))
    if draft.cheque:
        parts.append(voice.text("cheque %(money)s", money=money(draft.cheque, voice)))
    if draft.on_tab > 0:
        parts.append(voice.text("on the tab %(money)s", money=money(draft.on_tab, voice)))
    if draft.on_tab < 0:
        parts.append(voice.text("in credit %(money)s", money=money(-draft.on_tab, voice)))
    return voice.text("Paid: %(how)s.", how=", ".join(parts)) if parts else ""


def _corrected(draft: Draft, voice: Voice) -> str:
    more = draft.cash + draft.cheque
    values = {"number": draft.corrects, "money": money(abs(more), voice)}
    if more < 0:
        return voice.text("Puts receipt no. %(number)s right: %(money)s less paid.", **values)
    return voice.text("Puts receipt no. %(number)s right: %(money)s more paid.", **values)
