"""When the driver comes, as residents hear: at departure, and once more if that proves wrong."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from tournee.bot.conversation.commands import Post
from tournee.bot.conversation.driver import geography
from tournee.bot.conversation.driver.doing import changed, none_here, say
from tournee.bot.conversation.driver.replies import HereNoted, LateTold
from tournee.bot.conversation.driver.state import Promised, Run, State, Visit
from tournee.bot.conversation.events import ArrivalExpected, Located
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.party import Party, PartyKind
from tournee.catalog.hours import Span

USUALLY_LATE: Final = 15
"""Minutes, where the driver does not say."""
MOST_LATE: Final = 300
WRONG: Final = timedelta(minutes=15)
"""A time told that is farther off than this is put right."""


def left(run: Run) -> tuple[Visit, ...]:
    return tuple(v for v in run.visits if not v.done)


def expected(state: State, facts: Facts, run: Run, minutes: int = 0) -> dict[str, datetime]:
    """Return when the driver should be at each door that is left, by its key."""
    doors = left(run)
    at = facts.now + timedelta(minutes=minutes)
    times = geography.arrivals(state, facts, run, at, doors)
    return {visit.key: time for visit, time in zip(doors, times, strict=True)}


def told(
    state: State, facts: Facts, run: Run, *, late: bool = False, minutes: int = 0
) -> tuple[State, tuple[Post, ...]]:
    """Tell who waits when to expect the driver: at departure all who do not know it yet."""
    times = expected(state, facts, run, minutes)
    visits, posts = [], []
    for visit in run.visits:
        if visit.key in times and (late or visit.promised is None):
            home = geography.at_home(facts, run, visit)
            after, post = _promise(visit, times[visit.key], facts.now, home, late=late)
            visits.append(after)
            posts.append(post)
        else:
            visits.append(visit)
    return changed(state, replace(run, visits=tuple(visits))), tuple(posts)


def corrected(state: State, facts: Facts, run: Run) -> tuple[State, tuple[Post, ...]]:
    """Put right, once for each door, what was told more than a quarter of an hour wrong."""
    times = expected(state, facts, run)
    visits, posts = [], []
    for visit in run.visits:
        if visit.key in times and _is_wrong(visit.promised, times[visit.key]):
            arrival = times[visit.key]
            late = visit.promised is not None and arrival > visit.promised.at
            home = geography.at_home(facts, run, visit)
            after, post = _promise(visit, arrival, facts.now, home, late=late)
            visits.append(after)
            posts.append(post)
        else:
            visits.append(visit)
    return changed(state, replace(run, visits=tuple(visits))), tuple(posts)


def _is_wrong(promised: Promised | None, arrival: datetime) -> bool:
    if promised is None or promised.corrected:
        return False
    outside = not promised.earliest <= arrival <= promised.latest
    return outside and abs(arrival - promised.at) >= WRONG


def _promise(
    visit: Visit, arrival: datetime, now: datetime, home: Span | None, *, late: bool = False
) -> tuple[Visit, Post]:
    earliest, latest = geography.window(arrival, now, home)
    promised = Promised(
        at=arrival, earliest=earliest, latest=latest, corrected=visit.promised is not None
    )
    event = ArrivalExpected(
        number=visit.numbers[0],
        earliest=earliest,
        latest=latest,
        late=late,
        sooner=visit.promised is not None and not late,
    )
    post = Post(to=Party(kind=PartyKind.RESIDENT, slug=visit.resident), event=event)
    return replace(visit, promised=promised), post


def late(state: State, facts: Facts, minutes: int | None) -> Turn[State]:
    """Tell everybody who still waits when the driver should come now."""
    run = state.under_way
    if run is None:
        return none_here(state)
    minutes = min(minutes or USUALLY_LATE, MOST_LATE)
    state, posts = told(state, facts, run, late=True, minutes=minutes)
    turn = say(state, LateTold(stops=len(posts), minutes=minutes))
    return replace(turn, commands=posts)


def located(state: State, facts: Facts, event: Located) -> Turn[State]:
    """Count the next door's time from where the driver is."""
    run = state.under_way
    if run is None:
        return none_here(state)
    state = replace(state, here=(event.lat, event.lon))
    times = expected(state, facts, run)
    following = left(run)[0]
    state, posts = corrected(state, facts, run)
    reply = HereNoted(name=following.name, expected=times[following.key])
    return replace(say(state, reply), commands=posts)
