"""When people may be disturbed: outside the village's quiet hours (`village.toml`, `quiet`)."""

from datetime import datetime, time, timedelta

from tournee.catalog.model import Village


def is_quiet(moment: datetime, village: Village, quiet: tuple[time, time] | None = None) -> bool:
    """Whether a moment lies in the quiet hours, the village's or those given."""
    start, end = quiet or village.settings.quiet
    at = moment.astimezone(village.settings.zone).time()
    if start <= end:
        return start <= at < end
    return at >= start or at < end


def awake(moment: datetime, village: Village, quiet: tuple[time, time] | None = None) -> datetime:
    """Return the moment, or the end of the quiet hours that it lies in."""
    if not is_quiet(moment, village, quiet):
        return moment
    end = (quiet or village.settings.quiet)[1]
    return next_at(moment, end, village)


def next_at(moment: datetime, at: time, village: Village) -> datetime:
    """Return the next time that the village's clocks show `at`, after a moment."""
    local = moment.astimezone(village.settings.zone)
    found = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0, fold=0)
    if found <= local:
        found = datetime.combine(local.date() + timedelta(days=1), at, local.tzinfo)
    return found.astimezone(moment.tzinfo)
