"""Every event of a resident's conversation finds its topic here, then the next question is put."""

from dataclasses import replace

from tournee.bot.conversation.catalogue_events import ShopWrote
from tournee.bot.conversation.commands import UpdatePerson
from tournee.bot.conversation.events import (
    ArrivalExpected,
    Due,
    Event,
    HandedBack,
    Located,
    OperatorWrote,
    OptedOut,
    Pressed,
    Rejected,
    Said,
    Unreadable,
)
from tournee.bot.conversation.habit_events import LookInOn, StandingDue, Unreached
from tournee.bot.conversation.model import Facts, Turn
from tournee.bot.conversation.resident import (
    answers,
    arriving,
    at_home,
    cancelling,
    cards,
    circle,
    hearing,
    look,
    news,
    ordering,
    people,
    questions,
    regulars,
    rest,
    townhall,
    unanswered,
    vanished,
    watching,
)
from tournee.bot.conversation.resident.outcome import Outcome
from tournee.bot.conversation.resident.replies import (
    Acknowledged,
    Introduced,
)
from tournee.bot.conversation.resident.state import (
    AskConfirm,
    AskPlace,
    State,
)
from tournee.catalog.model import Place
from tournee.nlu.model import Answer, Context, Line
from tournee.orders.events import DomainEvent
from tournee.orders.model import Item
from tournee.orders.planning.model import Point
from tournee.orders.planning.travel import line_km


def context(state: State, facts: Facts) -> Context:
    """Return what the understanding may know when it reads the next message."""
    state, _ = vanished.dropped(state, facts)
    dropped = look.was_dropped(state, facts)
    held = state.former if dropped else state.wants
    items = tuple(want for want in held if isinstance(want, Item))
    number = look.newest_changeable(facts)
    if not held and number is not None:
        items = look.items_of(facts, number)
    return Context(
        now=facts.now,
        timezone=facts.village.settings.timezone,
        locale=facts.me.locale if facts.me else None,
        question=questions.question_of(state.asked),
        basket=tuple(_line(i, facts) for i in items if i.sku in facts.village.product_by_sku),
        emptied=dropped,
        recent=state.recent,
        offered=state.offered,
        usual=look.usual(facts),
        taught=facts.taught,
    )


def _line(item: Item, facts: Facts) -> Line:
    return Line(
        sku=item.sku,
        qty=item.qty,
        unit=look.product(facts, item.sku).unit,
        options=item.options,
        amount=item.amount,
        count=item.count,
    )


def step(state: State, event: Event, facts: Facts) -> Turn[State]:
    """Let the conversation hear one event."""
    if state.stopped:
        return _turn(state, _while_stopped(state, event, facts), facts)
    state, gone = vanished.dropped(state, facts)
    outcome = _answered(state, event, _hear(state, event, facts), facts)
    if gone and _is_from_person(event):
        outcome = replace(outcome, replies=(*gone, *outcome.replies))
    meets = _is_from_person(event) or isinstance(event, townhall.FIRST_CONTACT)
    if meets and not state.introduced and _spoke(outcome):
        outcome = _introduce(outcome, facts)
    outcome = replace(outcome, state=_remembering(state, event, outcome.state, facts))
    return _turn(state, outcome, facts)


def _answered(state: State, event: Event, outcome: Outcome, facts: Facts) -> Outcome:
    """Nobody who writes goes without an answer, whatever became of the message."""
    silent = not (outcome.replies or outcome.question or outcome.commands)
    if silent and _is_from_person(event) and not people.is_with_person(state, facts):
        return replace(outcome, replies=(Acknowledged(),))
    return outcome


def _hear(state: State, event: Event, facts: Facts) -> Outcome:
    if (refused := townhall.barred(state, event, facts)) is not None:
        return refused
    outcome = townhall.asking(_heard(state, event, facts), event, facts)
    return replace(outcome, commands=(*outcome.commands, *circle.telling(event, facts)))


def _heard(state: State, event: Event, facts: Facts) -> Outcome:
    match event:
        case Said():
            outcome = rest.heard(state, event, facts) or hearing.hear(state, event, facts)
            return _follow(unanswered.noted(state, outcome, facts), facts, before=state)
        case Pressed():
            return _follow(_pressed(state, event, facts), facts)
        case Unreadable():
            if people.is_with_person(state, facts):
                return Outcome(state=state, asks=False)
            return _follow(people.unread(state, event.what, facts), facts)
        case Located():
            return _follow(_located(state, event, facts), facts)
        case Rejected():
            return _follow(ordering.rejected(state, event, facts), facts)
        case Due(what=watching.KEY):
            return watching.overdue(state, facts)
        case Due():
            return arriving.due(state, event, facts)
        case StandingDue():
            return _follow(regulars.due(state, event, facts), facts)
        case Unreached():
            return watching.unreached(state, facts)
        case LookInOn():
            return watching.look_in(state, event)
        case ArrivalExpected():
            return arriving.arrival(state, event, facts)
        case OperatorWrote():
            return people.operator_wrote(state, event, facts)
        case ShopWrote():
            return people.shop_wrote(state, event, facts)
        case HandedBack():
            return _follow(people.handed_back(state), facts)
        case OptedOut():
            return people.opted_out(state, facts)
    if isinstance(event, townhall.Heard):
        return _follow(townhall.heard(state, event, facts, news.reminding), facts)
    if isinstance(event, DomainEvent):
        return _follow(news.hear(state, event, facts), facts)
    return Outcome(state=state)


def _while_stopped(state: State, event: Event, facts: Facts) -> Outcome:
    """Nothing is sent until START."""
    if isinstance(event, Said) and people.is_start(event.text):
        started = people.start(state)
        return replace(started, commands=(*started.commands, *regulars.awake(facts)))
    if isinstance(event, StandingDue):
        return regulars.due(state, event, facts)
    if isinstance(event, DomainEvent):
        return news.needs_person(state, event, facts)
    return Outcome(state=state)


def _follow(outcome: Outcome, facts: Facts, before: State | None = None) -> Outcome:
    """Put the next question after what is said, unless that waits for an outcome."""
    if not outcome.asks:
        return outcome
    facts = _as_told(outcome, facts)
    more = before is not None and before.wants != outcome.state.wants
    state, replies = questions.put_next(outcome.state, facts, answered=outcome.answered, more=more)
    return replace(outcome, state=state, question=(*outcome.question, *replies))


def _as_told(outcome: Outcome, facts: Facts) -> Facts:
    """Return facts in which the person is as this turn's commands will have them."""
    me = facts.me
    for command in outcome.commands:
        if isinstance(command, UpdatePerson) and me is not None:
            me = replace(me, name=command.name or me.name, place=command.place or me.place)
    return facts if me is facts.me else replace(facts, me=me)


def _remembering(before: State, event: Event, after: State, facts: Facts) -> State:
    """Keep what the basket was, for as long as its owner is the one who speaks."""
    changed = after.wants != before.wants
    if changed and _is_from_person(event) and after.amending is None:
        return replace(after, former=before.wants, changed_at=facts.now)
    return replace(after, former=(), changed_at=None) if changed else after


def _turn(before: State, outcome: Outcome, facts: Facts) -> Turn[State]:
    state, says = cards.spoken(before, outcome, facts)
    return Turn(state=state, says=says, commands=outcome.commands)


# --- first contact -------------------------------------------------------------------------------


def _is_from_person(event: Event) -> bool:
    return isinstance(event, Said | Pressed | Unreadable | Located)


def _spoke(outcome: Outcome) -> bool:
    return bool(outcome.replies or outcome.question) and not outcome.state.stopped


def _introduce(outcome: Outcome, facts: Facts) -> Outcome:
    name = look.greeting_name(facts, outcome.state)
    met = replace(outcome.state, introduced=True)
    return replace(outcome, state=met).after(Introduced(name=name))


# --- buttons and positions -----------------------------------------------------------------------


def _pressed(state: State, event: Pressed, facts: Facts) -> Outcome:
    match event.action:
        case _ if cards.is_past(state, event.card):
            return _stale(state, facts)
        case "modify" if isinstance(state.asked, AskConfirm):
            return ordering.declined(state, facts)
        case "cancel" if state.wants:
            return cancelling.cancel(state, Said(text=""), facts)
        case "cancel":
            return _stale(state, facts)
        case "person":
            return people.hand_over(state, facts, "asked", ())
        case "help":
            return people.help_(state, facts)
        case "confirm" if not isinstance(state.asked, AskConfirm):
            return _stale(state, facts)
    action, _, argument = event.action.partition(":")
    if action == rest.BUTTON:
        return rest.pressed(state, argument, facts)
    said = answers.pressed(state.asked, event.action)
    outcome = answers.answer(state, said, None, facts) if said is not None else None
    return outcome or _stale(state, facts)


def _stale(state: State, facts: Facts) -> Outcome:
    """A button of an older message does nothing; what is open is shown again."""
    if state.asked is not None or state.wants:
        return Outcome(state=state)
    numbers = look.open_numbers(facts)
    return Outcome(state=state, replies=(Acknowledged(order=numbers[0] if numbers else None),))


def _located(state: State, event: Located, facts: Facts) -> Outcome:
    """A shared position is somebody's door; where that is asked, it names their place, too."""
    near = [p for p in look.served(facts) if p.lat is not None and p.lon is not None]
    door = at_home.door_of(event, facts)
    if not near or door is None or not isinstance(state.asked, AskPlace):
        return at_home.located(state, event, facts)
    nearest = min(near, key=lambda place: _distance(place, event))
    outcome = answers.answer(state, Answer(place=nearest.slug), None, facts)
    outcome = outcome or Outcome(state=state)
    own = () if state.beneficiary is not None else (door,)
    return replace(outcome, commands=(*outcome.commands, *own))


def _distance(place: Place, here: Located) -> float:
    return line_km(Point(place.lat or 0.0, place.lon or 0.0), Point(here.lat, here.lon))
