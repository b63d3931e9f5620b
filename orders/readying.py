"""Whether a shop can have its goods ready when a round leaves.

A shop packs while it is open, no longer than a day before the round leaves: what is fresh stays so,
and nobody is asked to work on a closing day. So it has to be open at some time between now and the
departure, within the last 24 hours. On a day that it has taken off nobody hands its bags out,
whatever was packed the day before. A shop that tells no hours is always ready. See docs/adr.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from tournee.catalog.hours import Hours, holidays
from tournee.catalog.model import Shop, ShopSlug
from tournee.orders.model import RoundDate

PACKED_BEFORE: Final = timedelta(days=1)
"""How long before departure a shop begins to pack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """When one shop packs."""

    shop: ShopSlug
    hours: str = ""
    """As `Shop.hours`."""
    zone: ZoneInfo

    def ready_for(self, run: RoundDate, now: datetime) -> bool:
        """Tell whether what is ordered `now`, aware, can be packed before the run leaves."""
        if not self.hours:
            return True
        if run.date in holidays(self.hours, self.zone):
            return False
        begins = max(now, run.departs - PACKED_BEFORE)
        return begins < run.departs and _hours(self.hours, self.zone).opens_in(begins, run.departs)


def packing(shop: Shop, zone: ZoneInfo) -> Packing:
    return Packing(shop=shop.slug, hours=shop.hours, zone=zone)


@lru_cache(maxsize=512)
def _hours(text: str, zone: ZoneInfo) -> Hours:
    return Hours.parse(text, zone)
