"""The words of leaflets and posters: how to order, the rounds, the shops, some prices."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby, zip_longest
from typing import Final

import phonenumbers
from babel.dates import format_date
from phonenumbers import PhoneNumberFormat

from tournee.bot.prints.flyer import Flyer, PriceEntry, RoundEntry, ShopEntry, ShopPrices
from tournee.bot.render.resident.lines import example, listed
from tournee.bot.render.voice import Voice
from tournee.catalog.hours import Hours
from tournee.catalog.model import PlaceSlug, Product, Round, Shop
from tournee.catalog.quantity import Money, Unit
from tournee.orders.rounds import round_date

MOST_PRICES: Final = 168
"""On a leaflet's back, of all shops together."""
FEWEST_PRICES: Final = 5
"""Of each shop, where it sells so many."""
NO_BREAK: Final = "\u00a0"


def flyer(voice: Voice, now: datetime) -> Flyer:
    """Return what leaflet and poster say in the voice's language, with prices as they are now."""
    settings = voice.village.settings
    shown = _examples(voice.village.products, now)
    said = example(shown, voice)
    return Flyer(
        locale=voice.locale.partition("_")[0],
        title=NO_BREAK.join(voice.text("Order from your shops by message").rsplit(" ", 1)),
        village=settings.name,
        call=voice.text("Send an SMS to"),
        phone=_national(settings.phone),
        other_ways=_other_ways(voice),
        scan=voice.text("Scan to write to us"),
        link=_link(voice, said),
        steps=(
            voice.text("Write what you need, as you would to a neighbour."),
            voice.text("The answer shows the price and the day of the round."),
            voice.text("Write YES: the shops prepare it, and it is brought to your door."),
        ),
        you_write=voice.text("Good morning, %(items)s please", items=said),
        answer=_answer(shown, voice, now),
        you_agree=voice.text("Yes, thank you"),
        shops_heading=voice.text("The shops"),
        shops=tuple(_shop(shop, voice, now) for shop in voice.village.shops),
        rounds_heading=voice.text("The rounds"),
        rounds=tuple(_round(found, voice, now) for found in voice.village.rounds if found.days),
        everywhere=_everywhere(voice),
        products_heading=voice.text("Some of what you can order"),
        products=tuple(_prices(voice, now)),
        prices_note=voice.text(
            "Prices of %(day)s, per piece unless said otherwise. Ask for anything else by message:"
            " you get the price of the day before you order.",
            day=format_date(now.astimezone(voice.zone), "d MMMM y", locale=voice.locale),
        ),
        small_print=(
            voice.text("A robot answers; write PERSON to reach someone, STOP to hear no more."),
            voice.text("You pay each shop on delivery. An SMS costs what your operator charges."),
        ),
    )


def _national(phone: str | None) -> str:
    if phone is None:
        return ""
    return phonenumbers.format_number(phonenumbers.parse(phone), PhoneNumberFormat.NATIONAL)


def _other_ways(voice: Voice) -> str:
    name = voice.village.settings.telegram
    if name is None:
        return ""
    return voice.text("or on Telegram: @%(name)s", name=name)


def _link(voice: Voice, said: str) -> str:
    """An SMS to the village, else its bot: what a telephone's camera opens."""
    settings = voice.village.settings
    if settings.phone is not None:
        return f"smsto:{settings.phone}:{voice.text('Good morning, %(items)s please', items=said)}"
    return f"https://t.me/{settings.telegram}"


def _answer(shown: Sequence[Product], voice: Voice, now: datetime) -> str:
    """The recap of the example, for the first round that can still be had."""
    nothing = Money(amount=Decimal(0), currency=voice.village.settings.currency)
    total = sum((_example_price(p) for p in shown), nothing)
    lines = [
        voice.text("%(product)s %(price)s", product=p.name, price=voice.money(_example_price(p)))
        for p in shown
    ]
    ask = voice.text("Answer YES to order with obligation to pay.")
    sums = voice.text("Total %(total)s.", total=voice.money(total))
    runs = (_first_run(found, voice, now) for found in voice.village.rounds if found.days)
    soonest = min(runs, default=None)
    when = voice.text("For %(day)s:", day=voice.weekday(soonest)) if soonest else ""
    return "\n".join(part for part in (when, *lines, sums, ask) if part)


def _example_price(product: Product) -> Money:
    return product.price * Decimal("0.3") if product.unit is Unit.KG else product.price


def _examples(products: Sequence[Product], now: datetime) -> tuple[Product, ...]:
    """A thing by the piece, and one by weight: the first that may be ordered just so."""
    simple = [
        p for p in products if p.on_sale(now) and not p.required_groups and not p.age_restricted
    ]
    piece = next((p for p in simple if p.unit is Unit.PIECE), None)
    weighed = next((p for p in simple if p.unit is Unit.KG and p.weight is None), None)
    return tuple(p for p in (piece, weighed) if p is not None)


def _first_run(found: Round, voice: Voice, now: datetime) -> date:
    today = now.astimezone(voice.zone).date()
    days = (today + timedelta(days=n) for n in range(1, 9))
    return next(d for d in days if d.weekday() in {w.number for w in found.days})


def _round(found: Round, voice: Voice, now: datetime) -> RoundEntry:
    day = _first_run(found, voice, now)
    run = round_date(voice.village, found.slug, day)
    cutoff = run.cutoff.astimezone(voice.zone)
    names = [format_date(_weekday(w.number), "EEEE", locale=voice.locale) for w in found.days]
    served = ", ".join(_places(voice, found.places))
    everywhere = served == _everywhere(voice)
    return RoundEntry(
        when=f"{listed(names, voice)} {voice.hour(found.departs)}–{voice.hour(found.ends)}",
        cutoff=voice.text(
            "order before %(day)s %(hour)s",
            day=format_date(cutoff, "EEEE", locale=voice.locale),
            hour=voice.hour(cutoff),
        ),
        places=voice.text("everywhere") if everywhere else served,
        somewhere=not everywhere,
    )


def _everywhere(voice: Voice) -> str:
    return ", ".join(_places(voice, {s for found in voice.village.rounds for s in found.places}))


def _places(voice: Voice, slugs: Collection[PlaceSlug]) -> Iterator[str]:
    """Names in the village's order."""
    served = (place.name for place in voice.village.places if place.slug in slugs)
    return (name.replace(" ", NO_BREAK) for name in served)


def _weekday(number: int) -> date:
    """Any day of that weekday; Monday is 0."""
    return date(2026, 11, 23) + timedelta(days=number)


def _shop(shop: Shop, voice: Voice, now: datetime) -> ShopEntry:
    """A usual week: the days that are alike on one line."""
    hours = Hours.parse(shop.hours, voice.zone)
    monday = now.astimezone(voice.zone).date()
    monday += timedelta(days=7 - monday.weekday())
    days = [(monday + timedelta(days=n), hours.spans(monday + timedelta(days=n))) for n in range(7)]
    told = [(day, ", ".join(_span(s.start, s.end, voice) for s in spans)) for day, spans in days]
    lines = []
    for open_at, group in groupby(told, key=lambda pair: pair[1]):
        if open_at:
            lines.append(f"{_days([day for day, _ in group], voice)} {open_at}")
    return ShopEntry(name=shop.name, hours=tuple(lines))


def _days(days: Sequence[date], voice: Voice) -> str:
    first, last = (format_date(d, "EEE", locale=voice.locale) for d in (days[0], days[-1]))
    return first if first == last else f"{first}–{last}"


def _span(start: datetime, end: datetime, voice: Voice) -> str:
    closes = time(0) if end.time() == time(0) else end.time()
    return f"{voice.hour(start.time())}–{voice.hour(closes)}"


def _prices(voice: Voice, now: datetime) -> Iterator[ShopPrices]:
    """The same share of each shop's goods, of every category in turn.

    Alcohol is left out: in France its advertising needs words of its own (L3323-4, public health).
    """
    goods = [p for p in voice.village.products if p.on_sale(now) and not p.age_restricted]
    for shop in voice.village.shops:
        own = _varied([p for p in goods if p.shop == shop.slug])
        share = max(FEWEST_PRICES, round(MOST_PRICES * len(own) / max(1, len(goods))))
        chosen = own[:share]
        left = len(own) - len(chosen)
        if chosen:
            yield ShopPrices(
                shop=shop.name,
                prices=tuple(
                    PriceEntry(name=p.name, price=_price(p, voice))
                    for p in sorted(chosen, key=goods.index)
                ),
                more=voice.plural("and %(count)s more", "and %(count)s more", left) if left else "",
            )


def _varied(goods: Sequence[Product]) -> list[Product]:
    """One of each category, then the second of each, and so on."""
    shelves = [list(group) for _, group in groupby(goods, key=lambda p: p.category)]
    return [p for row in zip_longest(*shelves) for p in row if p is not None]


def _price(product: Product, voice: Voice) -> str:
    price = voice.money(product.price)
    match product.unit:
        case Unit.KG:
            return voice.text("%(price)s/kg", price=price)
        case Unit.LITRE:
            return voice.text("%(price)s/l", price=price)
        case _:
            return price
