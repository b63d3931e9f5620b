"""When somebody may be written to unasked: never at night, by the village's clock."""

from datetime import datetime, time, timedelta

from tournee.catalog.model import Settings

DAY = timedelta(days=1)


def is_quiet(at: datetime, settings: Settings) -> bool:
    """Tell whether a moment lies in the village's quiet hours."""
    start, end = settings.quiet
    local = at.astimezone(settings.zone).time()
    if start <= end:
        return start <= local < end
    return local >= start or local < end


def waking(at: datetime, settings: Settings) -> datetime:
    """Return the moment, or the end of the quiet hours that it lies in."""
    if not is_quiet(at, settings):
        return at
    start, end = settings.quiet
    local = at.astimezone(settings.zone)
    day = local.date() + DAY if start > end and local.time() >= start else local.date()
    return datetime.combine(day, end, tzinfo=settings.zone)


def woken(at: datetime, settings: Settings, first: time, last: time) -> datetime:
    """Return the last moment up to `at` that is between `first` and `last`, and not quiet."""
    local = at.astimezone(settings.zone)
    day = local.date()
    if local.time() < first:
        day, moment = day - DAY, last
    else:
        moment = min(local.time(), last)
    found = datetime.combine(day, moment, tzinfo=settings.zone)
    if not is_quiet(found, settings):
        return found
    return waking(datetime.combine(day, first, tzinfo=settings.zone), settings)
