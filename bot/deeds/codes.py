"""Six figures that somebody types to be known as a person of the village: 'CODE 482913'.

They do what the link does that was made with them, for whoever has no Telegram. Six figures can be
guessed, so wrong ones are counted: by sender, and in all of the village.
"""

import re
from typing import Final

from tournee.bot.conversation.events import Said
from tournee.bot.conversation.party import Party, PartyKind
from tournee.bot.deeds import linking
from tournee.bot.messages import Inbound
from tournee.bot.render import notices
from tournee.bot.workspace import Workspace
from tournee.catalog.model import PersonSlug

MOST_TRIES: Final = 5
"""Wrong codes of one sender within an hour."""
MOST_IN_VILLAGE: Final = 30
"""Wrong codes of all senders within an hour: whoever guesses may have many numbers."""
_TYPED: Final = re.compile(
    r"\W*(?:mon |le |my |the |mi |el )?c[oó]d(?:e|igo)\W*((?:[0-9][\s.-]?){6})\W*", re.IGNORECASE
)
_GAPS: Final = re.compile(r"[\s.-]")


def typed(message: Inbound) -> str | None:
    """The figures of a private message that is nothing but a code."""
    if message.room is not None or not isinstance(message.content, Said):
        return None
    found = _TYPED.fullmatch(message.content.text)
    return _GAPS.sub("", found[1]) if found else None


def enter(workspace: Workspace, message: Inbound, digits: str) -> tuple[Party, str]:
    """Let the sender be whom a code stands for; returns who is to be told, and what."""
    invitations, channel, address = workspace.invitations, message.channel, message.sender
    own, all_of_them = invitations.tries(channel, address, message.at)
    if own < MOST_TRIES and all_of_them < MOST_IN_VILLAGE:
        kind, _, slug = (invitations.invited(digits, message.at) or "").partition(":")
        if kind == linking.PERSON:
            refused = linking.somebody_elses(workspace, message, PersonSlug(slug))
            if refused is not None:
                return refused
            invitations.use_up(digits)
            joined = linking.join_by_code(workspace, message, PersonSlug(slug))
            if joined is not None:
                return joined
        invitations.note_try(channel, address, message.at)
        told = notices.code_wrong
    else:
        told = notices.codes_too_many
    sender = workspace.people.sender(message)
    party = Party(kind=PartyKind.RESIDENT, slug=sender.slug)
    return party, told(workspace.voice(party, sender, channel))
