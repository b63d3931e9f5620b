"""What a tap on a button means: looked up in what the bot wrote in that chat, never on the wire.

A button counts while the newest version of its card still offers what it says. An older one does
nothing: whoever tapped is told so, and the card is shown again as it stands.
"""

from dataclasses import dataclass, replace

from tournee.bot.channels.storage import Chats, Shown
from tournee.bot.conversation.events import Pressed
from tournee.bot.conversation.party import Party
from tournee.bot.messages import Draft, Leafed, Tapped
from tournee.catalog.model import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """What becomes of a button's press."""

    pressed: Pressed | None = None
    """None where the conversation is to hear nothing."""
    again: Draft | None = None
    """What is to be shown once more."""
    foreign: bool = False
    """The chat never had such a button."""


FOREIGN = Tap(foreign=True)


def resolve(chats: Chats, party: Party, channel: Channel, content: Tapped | Leafed) -> Tap:
    """Look up a button in the conversation of the chat that it was tapped in."""
    shown = chats.shown(party, content.message)
    if shown is None or shown.draft.channel is not channel:
        return FOREIGN
    newest = (chats.newest(party, shown.draft.card) if shown.draft.card else None) or shown
    if isinstance(content, Leafed):
        return Tap(again=replace(newest.draft, page=content.page))
    labels = [button for row in shown.draft.buttons for button in row]
    if not 0 <= content.button < len(labels):
        return FOREIGN
    action = labels[content.button].action
    if action not in {button.action for row in newest.draft.buttons for button in row}:
        return Tap(again=None if newest.waiting else newest.draft)
    return Tap(pressed=_pressed(action, newest))


def _pressed(action: str, shown: Shown) -> Pressed:
    return Pressed(action=action, order=shown.draft.order, card=shown.draft.card)
