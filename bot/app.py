"""Builds the application from its settings: the only place that knows every part."""

from collections.abc import Mapping
from dataclasses import dataclass

from tournee.bot.conversation.model import Channel
from tournee.bot.inbox import Inbox
from tournee.bot.outbox import Relay, Sender
from tournee.bot.settings import Settings
from tournee.bot.understanding import Understanding
from tournee.bot.workspace import Workspaces
from tournee.storage.engine import connect


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    workspaces: Workspaces
    inbox: Inbox
    relay: Relay


def build(settings: Settings, senders: Mapping[Channel, Sender]) -> App:
    """Wire the parts; opens no connection yet."""
    workspaces = Workspaces(connect(settings.database_url), Understanding())
    return App(workspaces=workspaces, inbox=Inbox(workspaces), relay=Relay(workspaces, senders))
