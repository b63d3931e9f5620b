"""What the operators' conversation may know beside what every conversation knows."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from tournee.bot.conversation import worksheets
from tournee.bot.conversation.events import Due, Event, HelpWanted, Pressed, Said
from tournee.bot.conversation.model import Facts
from tournee.bot.conversation.operator import statistics
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.conversation.planned import PlannedRun
from tournee.bot.roles import role_of
from tournee.bot.workspace import Workspace
from tournee.orders import services

DAY: Final = timedelta(days=1)
SPENT_FOR: Final = timedelta(days=31)
"""How far back operators see what SMS cost."""
LAST_SAID: Final = 1
"""Answers of the bot's that go with a call for a person."""


def with_desk(facts: Facts, workspace: Workspace, event: Event) -> Facts:
    """Return the operators' facts: everybody, and what a command may ask for."""
    facts = replace(
        facts,
        people=workspace.people.everybody(),
        links=workspace.registry.links(),
        answered=_answered(workspace, event),
    )
    if isinstance(event, Said):  # it may be passed on to a resident
        facts = replace(facts, reached=workspace.registry.reached())
    if isinstance(event, Pressed) or _is_command(event):
        facts = replace(
            facts,
            consents=workspace.registry.consents(),
            reached=workspace.registry.reached(),
            announces=workspace.announcements.any(),
        )
    if not _is_command(event):
        return facts
    if isinstance(event, Said) and worksheets.is_asked(event.text):
        facts = _for_paper(facts, workspace)
    zone = workspace.village.settings.zone
    days = statistics.asked(event.text, facts) if isinstance(event, Said) else None
    if days is not None:
        begun = datetime.combine(days[0], time(), zone)
        facts = replace(
            facts, figures=workspace.figures(*days), heard_by=workspace.seen.counts(begun)
        )
    return replace(
        facts,
        sms=workspace.outbox.spent(workspace.slug, facts.now - SPENT_FOR, zone),
        undelivered=workspace.lookback.undelivered(facts.now - DAY),
    )


def _for_paper(facts: Facts, workspace: Workspace) -> Facts:
    """Add what goes on paper: the drivers' plans, credits with shops, what customers take instead.

    Plans are read as drivers left them; they are not locked.
    """
    role = role_of(PartyKind.DRIVER)
    planned = []
    for party, text in workspace.conversations.states(PartyKind.DRIVER):
        driver = workspace.people.known(party.slug)
        for run in role.load(text).runs:
            doors = tuple(visit.numbers[0] for visit in run.visits) or run.order
            planned.append(
                PlannedRun(
                    driver=driver.name if driver else "",
                    round=run.round,
                    date=run.date,
                    order=doors,
                    shops=run.shops,
                    share=run.share,
                )
            )
    doors_of = dict.fromkeys((o.resident, o.shop) for o in facts.orders if o.is_open)
    tabs = services.tabs_among(workspace.ports, doors_of)
    return replace(
        facts,
        planned=tuple(planned),
        books=replace(facts.books, tabs=tabs),
        wishes=workspace.ports.substitutes.of(o.resident for o in facts.orders),
    )


def _is_command(event: Event) -> bool:
    """Whether it asks for figures: a command that was typed, or the summary of the morning."""
    if isinstance(event, Said):
        return event.text.lstrip().startswith("/")
    return isinstance(event, Due)


def _answered(workspace: Workspace, event: Event) -> tuple[str, ...]:
    """What the bot had last said to a resident who wants a person."""
    if not isinstance(event, HelpWanted) or event.at is None:
        return ()
    party = Party(kind=PartyKind.RESIDENT, slug=event.resident)
    return workspace.lookback.last_said(party, event.at, LAST_SAID)
