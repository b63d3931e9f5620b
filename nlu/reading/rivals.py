"""Readings of one stretch of a message that mean different things: the best, and the next."""

from tournee.nlu.reading.readings import Reading


def rank(best: dict[int, Reading], others: dict[int, Reading], reading: Reading) -> None:
    """Keep the best reading of a stretch, and the next that means something else."""
    first = best[reading.end]
    better, worse = (reading, first) if first.score < reading.score else (first, reading)
    best[reading.end] = better
    second = others.get(reading.end)
    if _differ(better, worse) and (second is None or second.score < worse.score):
        others[reading.end] = worse


def _differ(one: Reading, other: Reading) -> bool:
    return bool(
        one.mention and other.mention and not set(one.mention.owners) & set(other.mention.owners)
    )


def rivalled(reading: Reading, other: Reading | None) -> Reading:
    """Tell a reading which other one it has, and how far that lies behind."""
    if other is None or not (reading.mention and other.mention and _differ(reading, other)):
        return reading
    mention = reading.mention._replace(
        rivals=other.mention.owners, lead=reading.score - other.score
    )
    return reading._replace(mention=mention)
