"""Plans routes between two transactions: no message waits for it, no lock is held meanwhile.

The wish for a plan is news like any other. Its first transaction puts it back for a minute later,
so that another process takes it up should this one die; the plan is made; the second transaction
takes the wish out and lets the driver hear the plan. Where the wish is no more as it was put back
(another process has planned meanwhile, or the driver wants something else), the plan is dropped.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from tournee.bot import timers
from tournee.bot.conversation.driver_events import PlanWanted, RoutePlanned
from tournee.bot.exchange import Exchange
from tournee.bot.storage import News
from tournee.bot.workspace import Workspace
from tournee.bot.workspaces import Workspaces
from tournee.orders.planning.model import Plan, Problem

LEASE: Final = timedelta(minutes=1)
"""Far more than any plan takes."""

MakePlan = Callable[[Problem], Plan]


def lease(workspace: Workspace, item: News, now: datetime) -> None:
    """Put the wish back, in case its plan is never heard of."""
    workspace.mailbox.post(replace(item, due_at=now + LEASE))


def finish(
    workspaces: Workspaces, item: News, wanted: PlanWanted, now: datetime, plan: MakePlan
) -> None:
    """Plan, and let the driver hear it, unless the lease that began `now` is another's since."""
    planned = RoutePlanned(
        why=wanted.why,
        round=wanted.round,
        date=wanted.date,
        at=wanted.at,
        plan=plan(wanted.problem),
    )
    with workspaces.open(item.village) as workspace:
        if not workspace.mailbox.finish(item.village, item.key, now + LEASE):
            return
        me = workspace.person_of(item.party)
        Exchange(workspace, item.party, timers.SYSTEM, me, now).hear(planned)
        workspace.commit()


@cache
def planner(osrm_url: str | None = None) -> MakePlan:
    """Return what plans: with an OSRM server's travel times where there is one.

    The solver is loaded with the first plan: no other message needs it.
    """

    def plan(problem: Problem) -> Plan:
        return _planner(osrm_url)(problem)

    return plan


@cache
def _planner(osrm_url: str | None) -> MakePlan:
    from tournee.orders.planning.planner import Planner  # noqa: PLC0415 - see `planner`
    from tournee.orders.planning.pyvrp_solver import PyVrp  # noqa: PLC0415
    from tournee.orders.planning.travel import ByRoad  # noqa: PLC0415

    if osrm_url is None:
        return Planner(travel=ByRoad(), solver=PyVrp()).plan
    from tournee.orders.planning.osrm import Osrm  # noqa: PLC0415

    return Planner(travel=Osrm(url=osrm_url, otherwise=ByRoad()), solver=PyVrp()).plan
