"""The words of picking lists and route sheets, for paper: no pictographs, whole numbers of bags."""

from tournee.bot.conversation import phone
from tournee.bot.conversation.worksheets import (
    Collect,
    Door,
    ListsPrinted,
    NothingToPrint,
    RoutePrinted,
    ShopList,
    WorksheetReply,
    unanswered,
)
from tournee.bot.prints.worksheets import (
    BagEntry,
    DoorBag,
    DoorEntry,
    Goods,
    PickingSheet,
    RouteSheet,
    ShopPage,
    ToCollect,
)
from tournee.bot.render.goods import line_amount, line_goods, product_name, total_line
from tournee.bot.render.voice import Rendered, Voice
from tournee.catalog.quantity import Unit
from tournee.orders.lists import ProductTotal
from tournee.orders.model import Order, OrderLine, OrderStatus, Price, RoundDate


def words(reply: WorksheetReply, voice: Voice) -> Rendered:
    match reply:
        case ListsPrinted():
            return _lists_sent(reply, voice)
        case RoutePrinted():
            return _route_sent(reply, voice)
        case NothingToPrint():
            return Rendered(text=_nothing(reply, voice))


def _nothing(reply: NothingToPrint, voice: Voice) -> str:
    if reply.date is None:
        return voice.text("Nothing to print: nobody has ordered yet.")
    return voice.text("Nothing to print for %(day)s.", day=voice.weekday(reply.date))


def _lists_sent(reply: ListsPrinted, voice: Voice) -> Rendered:
    day = _day(reply, voice)
    if len(reply.lists) == 1:
        [only] = reply.lists
        text = voice.text(
            "🖨 The picking list of %(shop)s for %(day)s, to print on A4.",
            shop=only.shop.name,
            day=day,
        )
    else:
        text = voice.plural(
            "🖨 The picking lists for %(day)s: %(count)s shop, a page each.",
            "🖨 The picking lists for %(day)s: %(count)s shops, a page each.",
            len(reply.lists),
            day=day,
        )
    return Rendered(text=_so_far(text, reply, voice), attachment=picking(reply, voice))


def _so_far(text: str, reply: ListsPrinted, voice: Voice) -> str:
    if reply.round is None or reply.at >= reply.round.cutoff:
        return text
    until = _moment(reply.round, voice)
    return f"{text}\n" + voice.text("Orders may still come until %(moment)s.", moment=until)


def _route_sent(reply: RoutePrinted, voice: Voice) -> Rendered:
    day = voice.weekday(reply.round.date)
    text = voice.plural(
        "🖨 The route sheet of %(day)s: %(count)s stop.",
        "🖨 The route sheet of %(day)s: %(count)s stops.",
        len(reply.doors),
        day=day,
    )
    if reply.driver:
        text = f"{text} {reply.driver}."
    if not reply.planned:
        text = f"{text}\n" + voice.text(
            "The way is planned at the cut-off; until then the doors stand by place."
        )
    return Rendered(text=text, attachment=route(reply, voice))


def _day(reply: ListsPrinted, voice: Voice) -> str:
    if reply.date is None:
        return voice.text("collecting at the shop")
    return voice.weekday(reply.date)


def _moment(run: RoundDate, voice: Voice) -> str:
    local = run.cutoff.astimezone(voice.zone)
    return f"{voice.weekday(local.date())} {voice.hour(run.cutoff)}"


# --- picking lists -------------------------------------------------------------------------------


def picking(reply: ListsPrinted, voice: Voice) -> PickingSheet:
    """Return the words of the lists, a shop on each page."""
    one = reply.lists[0].shop.slug if len(reply.lists) == 1 else voice.village.settings.slug
    return PickingSheet(
        name=_file(voice.text("picking-list"), one, reply.date),
        locale=voice.locale.partition("_")[0],
        title=voice.text("Picking list"),
        when=_when(reply.round, _day(reply, voice), voice),
        state=_state(reply.round, reply, voice),
        totals_heading=voice.text("For all bags together"),
        bags_heading=voice.text("Bag by bag"),
        shops=tuple(_page(found, voice) for found in reply.lists),
    )


def _file(stem: str, what: str, day: object) -> str:
    return "-".join(part for part in (stem, what, str(day) if day else "") if part) + ".pdf"


def _when(run: RoundDate | None, day: str, voice: Voice) -> str:
    if run is None:
        return day
    leaves = voice.text("departure %(hour)s", hour=voice.hour(run.departs))
    return f"{run.name} · {day} · {leaves}"


def _state(run: RoundDate | None, reply: ListsPrinted | RoutePrinted, voice: Voice) -> str:
    local = reply.at.astimezone(voice.zone)
    printed = f"{voice.weekday(local.date())} {voice.hour(reply.at)}"
    if run is None or reply.at >= run.cutoff:
        return voice.text("as of %(moment)s", moment=printed)
    return voice.text(
        "as of %(moment)s; orders until %(cutoff)s", moment=printed, cutoff=_moment(run, voice)
    )


def _page(found: ShopList, voice: Voice) -> ShopPage:
    waiting = unanswered(found)
    remark = ""
    if waiting:
        numbers = ", ".join(map(str, waiting))
        remark = voice.text("Not answered yet: %(numbers)s", numbers=numbers)
    return ShopPage(
        shop=found.shop.name,
        summary=voice.plural("%(count)s bag", "%(count)s bags", len(found.bags)),
        remark=remark,
        totals=tuple(_total(total, voice) for total in found.totals),
        bags=tuple(
            BagEntry(
                number=str(bag.order.number),
                who=bag.customer.name,
                where=bag.customer.place,
                goods=tuple(_goods(bag.order, line, found, voice) for line in bag.order.live_lines),
                remark=_bag_remark(bag.order, voice),
            )
            for bag in found.bags
        ),
    )


def _total(total: ProductTotal, voice: Voice) -> Goods:
    amount, name = _split(total_line(total, voice), total.name)
    return Goods(amount=amount, name=name)


def _split(said: str, name: str) -> tuple[str, str]:
    """Split '2 × Pain de campagne (tranché)' before the name, whatever the amount is."""
    at = said.find(name)
    return (said[:at].strip(), said[at:]) if at > 0 else ("", said)


def _bag_remark(order: Order, voice: Voice) -> str:
    match order.status:
        case OrderStatus.PLACED:
            return voice.text("not answered yet")
        case OrderStatus.PACKED:
            return voice.text("packed")
    return ""


def _goods(order: Order, line: OrderLine, found: ShopList, voice: Voice) -> Goods:
    name = product_name(line.standing.sku, voice, line.name)
    amount, named = _split(line_goods(line, voice), name)
    if amount in {"", "1"}:
        amount, named = "1 ×", named.removeprefix("1 ").strip()
    to_weigh = line.price.weighed and line.weight is None and line.unit is not Unit.PIECE
    most = voice.money(line.price.ceiling)
    return Goods(
        amount=amount,
        name=named,
        remark=_remark(order, line, found, voice),
        weigh=voice.text("weight (%(money)s at most)", money=most) if to_weigh else "",
    )


def _remark(order: Order, line: OrderLine, found: ShopList, voice: Voice) -> str:
    if line.offered:
        other = product_name(line.substitute, voice)
        return voice.text("not sure yet: %(other)s instead, if agreed", other=other)
    if line.short and line.substitute is None:
        wanted = line_amount(line, line.whole, voice)
        return voice.text("not %(wanted)s, as ordered", wanted=wanted)
    if line.substitute is not None:
        gone = product_name(line.item.sku, voice)
        return voice.text("instead of %(gone)s", gone=gone)
    said = dict(found.wishes).get(order.number, ())
    wish = next((w for w in said if w.sku == line.item.sku), None)
    if wish is None:
        return ""
    if wish.product is None:
        return voice.text("if there is none: nothing instead")
    return voice.text("if there is none: %(other)s", other=wish.product.name)


# --- route sheets --------------------------------------------------------------------------------


def route(reply: RoutePrinted, voice: Voice) -> RouteSheet:
    run = reply.round
    title = voice.text("Route sheet")
    if reply.driver:
        title = f"{title} · {reply.driver}"
    return RouteSheet(
        name=_file(voice.text("route-sheet"), run.round, run.date),
        locale=voice.locale.partition("_")[0],
        title=title,
        when=_when(run, voice.weekday(run.date), voice),
        state=_state(run, reply, voice),
        collect_heading=voice.text("To collect first"),
        collect=tuple(_collect(found, voice) for found in reply.collect),
        stops_heading=voice.plural("%(count)s stop", "%(count)s stops", len(reply.doors)),
        doors=tuple(_door(place, door, voice) for place, door in enumerate(reply.doors, 1)),
        total_label=voice.text("To collect"),
        to_tick=(voice.text("delivered"), voice.text("paid"), voice.text("not at home")),
        remarks_label=voice.text("Got, remarks:"),
        way_heading=voice.text("The way"),
        sketch=reply.sketch,
    )


def _collect(found: Collect, voice: Voice) -> ToCollect:
    bags = voice.plural("%(count)s bag", "%(count)s bags", found.bags)
    numbers = ", ".join(map(str, found.numbers))
    if found.unanswered:
        waiting = ", ".join(map(str, sorted(found.unanswered)))
        numbers = voice.text("%(numbers)s (no answer yet: %(waiting)s)", numbers=numbers,
                             waiting=waiting)  # fmt: skip
    return ToCollect(shop=found.shop.name, bags=bags, numbers=numbers, due=_asked(found.due, voice))


def _door(place: int, door: Door, voice: Voice) -> DoorEntry:
    checks = (
        voice.text("Check the age") if door.age_check else "",
        voice.text("Keep cold") if door.chilled else "",
        voice.text("Frozen") if door.frozen else "",
    )
    return DoorEntry(
        place=str(place),
        who=door.name,
        where=door.address,
        phone=phone.spoken(door.phone) if door.phone else "",
        expected="",
        note=door.note,
        checks=tuple(check for check in checks if check),
        bags=tuple(
            DoorBag(shop=b.shop.name, number=str(b.number), due=_asked(b.due, voice))
            for b in door.bags
        ),
        due=_asked(door.due, voice),
    )


def _asked(due: Price, voice: Voice) -> str:
    if due.weighed:
        return voice.text("%(money)s at most", money=voice.money(due.ceiling))
    return voice.money(due.total)
