"""An address in a message: 'Mme Roux, 5 rue du Moulin'.

    address = [NUMBER ['bis' | 'ter']] STREET [of] NAME (Capitalised NAME)*

Without a number only words that are used for nothing else begin one ('route', 'place' are).
"""

import re
from typing import Final

_OF: Final = r"(?:(?:du|des|de\s+la|de\s+l['’]|de|d['’])\s*)?"
_NAME: Final = r"[^\W\d_][\w'’-]*(?:\s+[A-ZÀ-Ý][\w'’-]+){0,3}"
_SURE: Final = r"(?i:rue|ruelle|avenue|av\.?|boulevard|bd|impasse|allée|allee)"
_OTHER: Final = r"(?i:chemin|route|place|quai|sentier|lotissement|résidence|passage|cours|square)"
_NUMBER: Final = r"\d{1,4}\s?(?:(?i:bis|ter|[a-d])\b)?,?\s+"
_ADDRESS: Final = re.compile(
    rf"\b(?:{_NUMBER}(?:{_SURE}|{_OTHER})|{_SURE})\s+{_OF}{_NAME}", re.UNICODE
)
LONGEST: Final = 80
"""Characters."""


def address_in(text: str) -> str:
    """Return the address that a message names, as it is written; empty without one."""
    found = _ADDRESS.search(text[:500])
    return " ".join(found[0].split())[:LONGEST] if found else ""
