"""Shops, lists of goods and the card of one product."""

from decimal import Decimal

from tournee.bot.conversation.catalogue.replies import (
    HoursShown,
    ProductShown,
    ProductsShown,
    ShopsShown,
)
from tournee.bot.render.catalogue.changes import by_unit, named
from tournee.bot.render.hours import in_words
from tournee.bot.render.resident.allergens import allergen
from tournee.bot.render.resident.lines import joined, listed
from tournee.bot.render.voice import Button, Rendered, Voice
from tournee.catalog.model import Product


def words(reply: ShopsShown | ProductsShown | ProductShown | HoursShown, voice: Voice) -> Rendered:
    match reply:
        case ShopsShown():
            return _shops(reply, voice)
        case ProductsShown():
            return _products(reply, voice)
        case ProductShown():
            return Rendered(text=_card(reply, voice), buttons=_buttons(reply, voice))
        case HoursShown():
            return Rendered(text=_hours(reply, voice))


def _shops(reply: ShopsShown, voice: Voice) -> Rendered:
    lines = []
    for shop, count in reply.shops:
        state = voice.text("open") if shop.slug in reply.open else voice.text("closed")
        goods = voice.plural("%(count)s product", "%(count)s products", count)
        lines.append("• " + named(f"{shop.name} ({shop.slug})", f"{goods} · {state}", voice))
    rows = tuple(
        tuple(Button(shop.name, f"products:{shop.slug}") for shop, _ in reply.shops[i : i + 2])
        for i in range(0, len(reply.shops), 2)
    )
    return Rendered(text=joined([voice.text("🏪 Shops:"), *lines]), buttons=rows)


def _products(reply: ProductsShown, voice: Voice) -> Rendered:
    heading = f"📖 {reply.shop.name} · " + voice.plural(
        "%(count)s product", "%(count)s products", reply.total
    )
    if reply.pages > 1:
        heading += " · " + voice.text(
            "page %(page)s of %(pages)s", page=reply.page, pages=reply.pages
        )
    lines = [_line(p, reply, voice) for p in reply.products]
    buttons = [
        Button(label, f"page:{reply.shop.slug}:{page}")
        for label, page in (
            (voice.text("◀️ Before"), reply.page - 1),
            (voice.text("Next ▶️"), reply.page + 1),
        )
        if 1 <= page <= reply.pages
    ]
    return Rendered(text=joined([heading, *lines]), buttons=(tuple(buttons),) if buttons else ())


def _line(product: Product, reply: ProductsShown, voice: Voice) -> str:
    price = f"{voice.money(product.price)} {by_unit(str(product.unit), voice)}"
    parts = [named(product.name, price, voice)]
    if product.stock is not None:
        parts.append(voice.text("stock %(count)s", count=voice.number(product.stock)))
    if not product.on_sale(reply.now):
        parts.append(voice.text("🚫 off sale"))
    return "• " + " · ".join(parts)


def _card(reply: ProductShown, voice: Voice) -> str:
    product = reply.product
    price = f"{voice.money(product.price)} {by_unit(str(product.unit), voice)}"
    facts = [
        f"{price} · {_sale(reply, voice)}",
        _told(voice.text("Category"), product.category, voice),
        _told(voice.text("Also called"), listed(product.aliases, voice), voice),
        _told(
            voice.text("Allergens"),
            listed([allergen(code, voice) for code in product.allergens], voice),
            voice,
        ),
        _told(voice.text("VAT"), _percent(product.vat, voice), voice),
        _told(voice.text("Options"), _options(product, voice), voice),
    ]
    return joined([f"🏷 {product.name} · {reply.shop.name} ({product.sku})", *facts])


def _told(name: str, value: str, voice: Voice) -> str:
    return named(name, value, voice) if value else ""


def _percent(rate: Decimal | None, voice: Voice) -> str:
    return f"{voice.number(rate)} %" if rate is not None else ""


def _sale(reply: ProductShown, voice: Voice) -> str:
    product = reply.product
    if not product.available or (product.sale_ends and product.sale_ends <= reply.now):
        return voice.text("🚫 off sale")
    if product.off_sale_until is not None and product.off_sale_until > reply.now:
        until = product.off_sale_until.astimezone(voice.zone)
        return voice.text(
            "🚫 off sale until %(day)s %(hour)s",
            day=voice.weekday(until.date()),
            hour=voice.hour(until),
        )
    left = voice.number(product.stock) if product.stock is not None else voice.text("unlimited")
    return voice.text("✅ on sale · stock %(count)s", count=left)


def _options(product: Product, voice: Voice) -> str:
    told = []
    for group in product.groups:
        names = [
            f"{o.name} +{voice.money(o.surcharge)}" if o.surcharge else o.name
            for o in group.options
        ]
        told.append(f"{group.name} ({', '.join(names)})")
    return " ; ".join(told)


def _buttons(reply: ProductShown, voice: Voice) -> tuple[tuple[Button, ...], ...]:
    sku = reply.product.sku
    sale = (
        Button(voice.text("🚫 Off sale"), f"off:{sku}")
        if reply.product.on_sale(reply.now)
        else Button(voice.text("✅ On sale"), f"on:{sku}")
    )
    first = (
        Button(voice.text("💶 Price"), f"price:{sku}"),
        Button(voice.text("📦 Stock"), f"stock:{sku}"),
        sale,
    )
    history = Button(voice.text("🕘 History"), f"history:{sku}")
    if reply.own:
        return (first, (history,))
    more = (
        (
            Button(voice.text("✏️ Name"), f"rename:{sku}"),
            Button(voice.text("💬 Other names"), f"alias:{sku}"),
            Button(voice.text("🗂 Category"), f"category:{sku}"),
        ),
        (
            Button(voice.text("⚖️ Unit"), f"unit:{sku}"),
            Button(voice.text("🥜 Allergens"), f"allergens:{sku}"),
            Button(voice.text("🧾 VAT"), f"vat:{sku}"),
        ),
        (
            Button(voice.text("➕ Option"), f"option:{sku}"),
            history,
            Button(voice.text("🗑 Remove"), f"remove:{sku}"),
        ),
    )
    return (first, *more)


def _hours(reply: HoursShown, voice: Voice) -> str:
    lines = []
    for day, spans in reply.days:
        told = [f"{voice.hour(start)}–{voice.hour(end)}" for start, end in spans]
        lines.append(
            f"• {named(voice.weekday(day), ', '.join(told) or voice.text('closed'), voice)}"
        )
    return joined([f"🕘 {reply.shop.name}", *lines, in_words(reply.shop.hours, voice)])
