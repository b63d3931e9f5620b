"""Builds the application: the only place that knows every part."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from tournee.bot.deeds import planning
from tournee.bot.inbox import Inbox
from tournee.bot.meter import Meter
from tournee.bot.outbox import Relay, Sender
from tournee.bot.understanding import Understanding
from tournee.bot.workspaces import Workspaces
from tournee.catalog.model import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A deployment's parts, wired."""

    workspaces: Workspaces
    inbox: Inbox
    relay: Relay


def build(
    engine: Engine,
    senders: Mapping[Channel, Sender],
    *,
    nlu: str = "embedded",
    osrm_url: str | None = None,
    meter: Meter | None = None,
) -> App:
    """Wire the parts on a database whose schema is up to date; Prometheus counts by default."""
    meter = meter or _prometheus()
    workspaces = Workspaces(engine, Understanding(nlu, meter))
    inbox = Inbox(workspaces, planning.planner(osrm_url))
    return App(workspaces=workspaces, inbox=inbox, relay=Relay(workspaces, senders, meter))


def _prometheus() -> Meter:
    from tournee.bot.metrics import Metrics  # noqa: PLC0415 - a simulation does without

    return Metrics()
