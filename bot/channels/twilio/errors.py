"""What each of Twilio's error codes means for a message (https://www.twilio.com/docs/api/errors)."""

from typing import Final

from tournee.bot.messages import Fate

FATES: Final = {
    21211: Fate.UNREACHABLE,  # no such number
    21217: Fate.UNREACHABLE,  # not a number
    21408: Fate.GIVEN_UP,  # the account may not write to that country
    21610: Fate.STOPPED,  # the person wrote STOP to Twilio
    21612: Fate.UNREACHABLE,  # no way from our number to theirs
    21614: Fate.UNREACHABLE,  # a landline
    21617: Fate.GIVEN_UP,  # too long
    30001: Fate.AGAIN,  # Twilio's queue is full
    30002: Fate.GIVEN_UP,  # the account is suspended
    30003: Fate.AGAIN,  # the telephone is off or out of reach
    30004: Fate.UNREACHABLE,  # the number refuses messages
    30005: Fate.UNREACHABLE,  # nobody has that number any more
    30006: Fate.UNREACHABLE,  # a landline, or a carrier out of reach
    30007: Fate.GIVEN_UP,  # held back as spam
    30008: Fate.AGAIN,  # unknown
    63003: Fate.ELSEWHERE,  # the number is not on WhatsApp
    63016: Fate.ELSEWHERE,  # outside WhatsApp's 24 hours
    63018: Fate.AGAIN,  # too much in too short a time
    63024: Fate.ELSEWHERE,  # WhatsApp does not know the recipient
}

BUSY: Final = frozenset({408, 429})
"""Too slow, too much: nothing is wrong with the message."""
BROKEN: Final = 500
"""This status and all above: Twilio's own fault."""
LOCKED_OUT: Final = frozenset({401, 403})
"""Our credentials are wrong: nobody's message is to be lost for that."""


def fate_of(code: int | None) -> Fate:
    """A code without a rule is a message that will not arrive."""
    return FATES.get(code or 0, Fate.GIVEN_UP)
