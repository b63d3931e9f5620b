"""One change of the catalogue in words: what it was, what it is."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from tournee.bot.render.catalogue.hours import hours_told
from tournee.bot.render.resident.lines import listed
from tournee.bot.render.voice import Voice
from tournee.catalog.edits import Change
from tournee.catalog.folder.records import Record
from tournee.catalog.quantity import Money, Unit

MOST: Final = 15
"""Lines of one edit that are shown."""
_PARTS: Final = re.compile(r"\|")


def lines(changes: Iterable[Change], voice: Voice, *, shops: bool = True) -> list[str]:
    """Tell each change on a line; `shops` says whether to name the shop, too."""
    told = [line(change, voice, shops=shops) for change in changes]
    if len(told) <= MOST:
        return told
    more = voice.plural("… and %(count)s more", "… and %(count)s more", len(told) - MOST)
    return [*told[:MOST], more]


def line(change: Change, voice: Voice, *, shops: bool = True) -> str:
    match change.table:
        case "products":
            return _product(change, voice, shops=shops)
        case "options":
            return _option(change, voice)
        case "shops":
            return _shop(change, voice, shops=shops)
        case "people":
            return _person(change, voice)
        case "joined_people":
            before, after = change.before or {}, change.after or {}
            return voice.text(
                "🔗 %(gone)s merged into %(kept)s", gone=before["name"], kept=after["name"]
            )
        case _:
            return _elsewhere(change, voice)


def _elsewhere(change: Change, voice: Voice) -> str:
    """What is no product: a shop, a place, a round, the village itself, by its name."""
    village = voice.village
    named: dict[str, dict[str, str]] = {
        "places": {place.slug: place.name for place in village.places},
        "rounds": {run.slug: run.name for run in village.rounds},
    }
    told = (change.after or change.before or {}).get("name")
    name = named.get(change.table, {}).get(change.key, "") or str(told or change.key)
    if change.before is None:
        return f"➕ {name}"
    return f"➖ {name}" if change.after is None else name


def _person(change: Change, voice: Voice) -> str:
    """'👤 Jeanne Durand : Téléphone : 06 … → 06 …'."""
    from tournee.bot.render import operator_cards as cards  # noqa: PLC0415 - operators alone

    record = change.after or change.before or {}
    known = next((p.name for p in voice.village.people if p.slug == change.key), "")
    name = f"👤 {known or record.get('name') or change.key}"
    if change.before is None or change.after is None:
        return f"➕ {name}" if change.before is None else f"➖ {name}"
    parts = []
    for field in change.fields:
        old, new = (_held(side, field) for side in (change.before, change.after))
        if field != "lon":
            key = "door" if field == "lat" else field
            told = (cards.value_text(key, value, voice) for value in (old, new))
            parts.append(named(cards.field_name(key, voice), " → ".join(told), voice))
    return named(name, " · ".join(parts), voice)


def _held(record: Record, field: str) -> str | None:
    value = record.get(field)
    if isinstance(value, bool):
        return "yes" if value else None
    return None if value is None or value == "" else str(value)


def _product(change: Change, voice: Voice, *, shops: bool) -> str:
    name = title(change, voice, shops=shops)
    if change.before is None and change.after is not None:
        return "➕ " + named(name, _facts_of(change.after, voice), voice)
    if change.after is None:
        return voice.text("➖ %(product)s: no longer in the catalogue", product=name)
    parts = [part for field in change.fields if (part := _field(field, change, voice))]
    return named(name, " · ".join(parts), voice)


def title(change: Change, voice: Voice, *, shops: bool = True) -> str:
    """'Baguette (Boulangerie Morel)'."""
    record = change.before or change.after or {}
    product = voice.village.product_by_sku.get(change.key)
    name = str(record.get("name") or (product.name if product else change.key))
    slug = product.shop if product else str(record.get("shop") or "")
    shop = voice.village.shop_by_slug.get(slug)
    return f"{name} ({shop.name})" if shop is not None and shops else name


def _facts_of(record: Record, voice: Voice) -> str:
    """What is told of a product that is new."""
    price = money(record.get("price"), voice)
    parts = [f"{price} {by_unit(str(record.get('unit')), voice)}"]
    if ends := record.get("sale_ends"):
        parts.append(_today_only(str(ends), voice))
    if aliases := _list(record.get("aliases")):
        parts.append(voice.text("also called %(names)s", names=listed(aliases, voice)))
    if category := record.get("category"):
        parts.append(voice.text("category %(name)s", name=category))
    if stock := record.get("stock"):
        parts.append(voice.text("stock %(count)s", count=_number(stock, voice)))
    return " · ".join(parts)


def _today_only(ends: str, voice: Voice) -> str:
    day = datetime.fromisoformat(ends).astimezone(voice.zone).date()
    last = date.fromordinal(day.toordinal() - 1)
    return voice.text("on %(day)s only", day=voice.weekday(last))


def _field(field: str, change: Change, voice: Voice) -> str:
    old, new = (change.before or {}).get(field), (change.after or {}).get(field)
    match field:
        case "price":
            return f"{short_money(old, voice)} → {money(new, voice)}"
        case "name":
            return voice.text("now called %(name)s", name=new)
        case "unit":
            return f"{by_unit(str(old), voice)} → {by_unit(str(new), voice)}"
        case "stock":
            return voice.text(
                "stock %(old)s → %(new)s", old=_stock(old, voice), new=_stock(new, voice)
            )
        case "aliases":
            return _aliases(_list(old), _list(new), voice)
        case "category":
            return voice.text("category %(old)s → %(new)s", old=old or "–", new=new or "–")
        case "allergens":
            told = [listed(_list(v), voice) or voice.text("none") for v in (old, new)]
            return voice.text("allergens: %(old)s → %(new)s", old=told[0], new=told[1])
        case "vat":
            told = [f"{_number(v, voice)} %" if v else "–" for v in (old, new)]
            return voice.text("VAT %(old)s → %(new)s", old=told[0], new=told[1])
        case "available" | "off_sale_until" | "sale_ends":
            return _sale(field, new, voice)
        case _:
            return f"{field} {old or '–'} → {new or '–'}"


def _sale(field: str, new: object, voice: Voice) -> str:
    if field == "sale_ends":
        return _today_only(str(new), voice) if new else voice.text("on sale every day")
    if field == "available":
        if new == "0":
            return voice.text("🚫 off sale until further notice")
        return voice.text("✅ on sale again")
    if not new:
        return voice.text("✅ on sale again")
    until = datetime.fromisoformat(str(new)).astimezone(voice.zone)
    return voice.text(
        "🚫 off sale until %(day)s %(hour)s",
        day=voice.weekday(until.date()),
        hour=voice.hour(until),
    )


def _aliases(old: tuple[str, ...], new: tuple[str, ...], voice: Voice) -> str:
    added = [f"“{a}”" if voice.locale == "en" else f"« {a} »" for a in new if a not in old]
    gone = [f"“{a}”" if voice.locale == "en" else f"« {a} »" for a in old if a not in new]
    parts = []
    if added:
        parts.append(voice.text("also called %(names)s", names=listed(added, voice)))
    if gone:
        parts.append(voice.text("no longer called %(names)s", names=listed(gone, voice)))
    return ", ".join(parts)


def _option(change: Change, voice: Voice) -> str:
    record = change.after or change.before or {}
    shop, group, code, *_ = [*change.key.split("/"), "", "", ""]
    known = next(
        (
            rule
            for rule in voice.village.option_rules
            if (rule.shop, rule.group, rule.option.code) == (shop, group, code)
        ),
        None,
    )
    name = str(record.get("name") or (known.option.name if known else code))
    goods = _targets(change.key.rpartition("/")[2], voice)
    if change.before is None:
        cost = money(record.get("price"), voice)
        return voice.text(
            "➕ option %(name)s (%(goods)s): %(cost)s", name=name, goods=goods, cost=cost
        )
    if change.after is None:
        return voice.text("➖ option %(name)s (%(goods)s)", name=name, goods=goods)
    cost = f"{short_money(change.before.get('price'), voice)} → "
    cost += money(change.after.get("price"), voice)
    return voice.text("option %(name)s (%(goods)s): %(cost)s", name=name, goods=goods, cost=cost)


def _targets(keys: str, voice: Voice) -> str:
    """For what an option is: the names of products, 'all of' a category."""
    told = []
    for target in keys.split("|"):
        category = target.removeprefix("category:")
        product = voice.village.product_by_sku.get(target)
        told.append(
            voice.text("all of “%(category)s”", category=category)
            if category != target
            else (product.name if product else target)
        )
    return listed(told, voice)


def _shop(change: Change, voice: Voice, *, shops: bool) -> str:
    if change.before is None or change.after is None:
        return _elsewhere(change, voice)
    shop = voice.village.shop_by_slug.get(change.key)
    name = shop.name if shop else change.key
    told = " · ".join(_of_shop(change, voice))
    return named(name, told, voice) if shops else f"🕘 {told}"


def _of_shop(change: Change, voice: Voice) -> Iterator[str]:
    old, new = change.before or {}, change.after or {}
    for field in change.fields:
        if field == "hours":
            yield hours_told(str(old.get(field) or ""), str(new.get(field) or ""), voice)
        else:
            yield f"{old.get(field) or '–'} → {new.get(field) or '–'}"


def named(name: str, value: str, voice: Voice) -> str:
    """'Baguette : 1,10 €', with the colon as the language sets it."""
    return f"{name} : {value}" if voice.locale == "fr" else f"{name}: {value}"


# --- small words ----------------------------------------------------------------------------------


def by_unit(unit: str, voice: Voice) -> str:
    match Unit(unit) if unit in set(map(str, Unit)) else None:
        case Unit.KG:
            return voice.text("per kilo")
        case Unit.LITRE:
            return voice.text("per litre")
        case _:
            return voice.text("each")


def money(value: object, voice: Voice) -> str:
    amount = Decimal(str(value)) if value else Decimal(0)
    return voice.money(Money(amount=amount, currency=voice.village.settings.currency))


def short_money(value: object, voice: Voice) -> str:
    """What it was: the currency stands once."""
    told = money(value, voice)
    return told.replace("\u00a0€", "").replace("€", "") if voice.locale != "en" else told


def _number(value: object, voice: Voice) -> str:
    return voice.number(Decimal(str(value)))


def _stock(value: object, voice: Voice) -> str:
    return _number(value, voice) if value else voice.text("unlimited")


def _list(value: object) -> tuple[str, ...]:
    return tuple(part for part in _PARTS.split(str(value or "")) if part)
