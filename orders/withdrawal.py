"""Until when goods bought at a distance can be given back without a reason.

Fourteen days from the delivery (Code de la consommation, article L221-18). The day of delivery does
not count, and a last day that is a Saturday, a Sunday or a public holiday becomes the next working
day (article L221-19). What spoils quickly and newspapers are never taken back (article L221-28).
"""

from datetime import date, timedelta
from typing import Final

from tournee.catalog.model import Settings
from tournee.orders.calendar import is_holiday

TIME: Final = timedelta(days=14)
_SATURDAY: Final = 5


def last_day(delivered: date, settings: Settings) -> date:
    """Return the last day of the right to withdraw; both are days of the village's zone."""
    day = delivered + TIME
    while day.weekday() >= _SATURDAY or is_holiday(day, settings):
        day += timedelta(days=1)
    return day
