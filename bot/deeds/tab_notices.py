"""When a tab's age has to be told: news for the village, due on the day; see `orders.tabs`."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Final

from tournee.bot import eventcodec
from tournee.bot.conversation.party import VILLAGE
from tournee.bot.storage import News
from tournee.bot.workspace import Workspace
from tournee.catalog.model import PersonSlug, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders import services
from tournee.orders.events import TabAged

AT: Final = time(10)
"""Of the village's day."""


def due(workspace: Workspace, event: TabAged, now: datetime) -> tuple[TabAged, ...]:
    """Return what to tell of a tab whose day has come, and set the next one; looked up anew."""
    watch(workspace, event.resident, event.shop, now)
    tab = services.tab(workspace.ports, event.resident, event.shop)
    today = now.astimezone(workspace.village.settings.zone).date()
    if tab.since is None or not tab.warned(today):
        return ()
    amount = Money.of_minor(tab.minor, workspace.village.settings.currency)
    told = replace(event, amount=amount, since=tab.since, stopped=tab.stopped(today))
    return (told,)


def watch(workspace: Workspace, resident: PersonSlug, shop: ShopSlug, now: datetime) -> None:
    """After what may have changed a tab, set or drop the day on which its age is told."""
    key = f"tab-aged/{resident}/{shop}"
    tab = services.tab(workspace.ports, resident, shop)
    day = tab.next_notice(now.astimezone(workspace.village.settings.zone).date())
    if day is None or tab.since is None:
        workspace.mailbox.drop(workspace.slug, key)
        return
    amount = Money.of_minor(tab.minor, workspace.village.settings.currency)
    event = TabAged(resident=resident, shop=shop, amount=amount, since=tab.since)
    workspace.mailbox.post(
        News(
            village=workspace.slug,
            key=key,
            party=VILLAGE,
            event=eventcodec.dump(event),
            due_at=_at(workspace, day),
        )
    )


def _at(workspace: Workspace, day: date) -> datetime:
    return datetime.combine(day, AT, tzinfo=workspace.village.settings.zone).astimezone(UTC)
