"""A village's figures in words, and as a chart."""

from babel import Locale
from babel.dates import format_date

from tournee.bot.conversation.chart import Bar, Chart, Panel
from tournee.bot.conversation.operator.replies import FiguresShown
from tournee.bot.render.resident.lines import joined
from tournee.bot.render.voice import Rendered, Voice
from tournee.catalog.model import Channel
from tournee.orders.figures import Figures, RunFigures

MOST_RUNS = 12
MOST_LABELS = 10
"""Days that are all named; of more, only Mondays are."""


def words(reply: FiguresShown, voice: Voice) -> Rendered:
    figures = reply.figures
    title = voice.text(
        "📊 From %(first)s to %(last)s",
        first=voice.weekday(figures.first),
        last=voice.weekday(figures.last),
    )
    summary = _summary(figures, voice)
    if not figures.orders:
        return Rendered(
            text=joined([title, voice.text("No order was to be delivered in these days.")])
        )
    chart = Chart(
        title=title.removeprefix("📊 "), summary=summary, panels=tuple(_panels(reply, voice))
    )
    return Rendered(text=joined([title, summary, _unfilled(figures, voice)]), attachment=chart)


def _summary(figures: Figures, voice: Voice) -> str:
    orders = voice.plural("%(count)s order", "%(count)s orders", figures.orders)
    people = voice.plural("%(count)s resident", "%(count)s residents", len(figures.residents))
    return voice.text(
        "%(orders)s of %(people)s, %(worth)s",
        orders=orders,
        people=people,
        worth=voice.money(figures.worth),
    )


def _unfilled(figures: Figures, voice: Voice) -> str:
    """Which shops could not deliver all that was ordered."""
    names = {shop.slug: shop.name for shop in voice.village.shops}
    lacking = [
        f"{names.get(shop.shop, shop.shop)} {shop.unfilled}"
        for shop in figures.shops
        if shop.unfilled
    ]
    if not lacking:
        return ""
    return voice.text("Refused or incomplete: %(shops)s", shops=", ".join(lacking))


def _panels(reply: FiguresShown, voice: Voice) -> list[Panel]:
    panels = [_days(reply.figures, voice), _shops(reply.figures, voice)]
    if reply.figures.runs:
        panels.append(_runs(reply.figures, voice))
    if reply.channels:
        panels.append(_channels(reply.channels, voice))
    if reply.locales:
        panels.append(_locales(reply.locales, voice))
    return panels


def _days(figures: Figures, voice: Voice) -> Panel:
    every = len(figures.days) <= MOST_LABELS
    bars = tuple(
        Bar(
            label=format_date(day.date, "EEE d", locale=voice.locale)
            if every or day.date.weekday() == 0
            else "",
            value=day.orders,
            told=str(day.orders),
        )
        for day in figures.days
    )
    return Panel(title=voice.text("Orders by day of delivery"), bars=bars, upright=True)


def _shops(figures: Figures, voice: Voice) -> Panel:
    names = {shop.slug: shop.name for shop in voice.village.shops}
    bars = tuple(
        Bar(
            label=names.get(shop.shop, shop.shop),
            value=float(shop.worth.amount),
            told=voice.money(shop.worth),
        )
        for shop in figures.shops
    )
    return Panel(title=voice.text("By shop"), bars=bars)


def _runs(figures: Figures, voice: Voice) -> Panel:
    bars = tuple(_run(run, voice) for run in figures.runs[-MOST_RUNS:])
    return Panel(title=voice.text("How full the rounds were"), bars=bars)


def _run(run: RunFigures, voice: Voice) -> Bar:
    told = str(run.stops)
    if run.capacity is not None:
        told = voice.text("%(stops)s of %(capacity)s", stops=run.stops, capacity=run.capacity)
    label = format_date(run.date, "EEE d", locale=voice.locale)
    return Bar(label=label, value=run.stops, of=run.capacity, told=told)


def _channels(channels: tuple[tuple[Channel, int], ...], voice: Voice) -> Panel:
    names = {Channel.SMS: "SMS", Channel.WHATSAPP: "WhatsApp", Channel.TELEGRAM: "Telegram"}
    bars = tuple(Bar(label=names[c], value=count, told=str(count)) for c, count in channels)
    return Panel(title=voice.text("Messages by channel"), bars=bars)


def _locales(locales: tuple[tuple[str, int], ...], voice: Voice) -> Panel:
    reader = Locale.parse(voice.locale)
    bars = tuple(
        Bar(label=reader.languages.get(locale, locale), value=count, told=str(count))
        for locale, count in locales
    )
    return Panel(title=voice.text("Residents by language"), bars=bars)
