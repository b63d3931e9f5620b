"""Numbers as Twilio writes them, and which of ours belongs to which village."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import phonenumbers

from tournee.catalog.model import Channel, VillageSlug

WHATSAPP = "whatsapp:"


def e164(address: str) -> str | None:
    """'whatsapp:+33639980001' -> '+33639980001'; None for a short code, a name, anything else.

    Nobody can be answered there, and a robot that answers a robot would never end.
    """
    number = address.removeprefix(WHATSAPP).strip()
    if not number.startswith("+"):
        return None
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def address(channel: Channel, number: str) -> str:
    """As Twilio wants it."""
    return f"{WHATSAPP}{number}" if channel is Channel.WHATSAPP else number


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumbers:
    """Our numbers on one channel: one for everybody, and those of single villages."""

    shared: str | None = None
    of_village: Mapping[VillageSlug, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str | None) -> Self:
        """Read '+33937000001' or 'saint-aubin=+33937000001,val-fleuri=+33937000002'.

        Raises ValueError for what is no number.
        """
        shared: str | None = None
        of_village: dict[VillageSlug, str] = {}
        for entry in (text or "").split(","):
            slug, _, number = entry.strip().rpartition("=")
            if not number:
                continue
            known = e164(number)
            if known is None:
                raise ValueError(number)
            if slug:
                of_village[VillageSlug(slug)] = known
            else:
                shared = known
        return cls(shared=shared, of_village=of_village)

    def of(self, village: VillageSlug) -> str | None:
        return self.of_village.get(village, self.shared)

    def __bool__(self) -> bool:
        return bool(self.shared or self.of_village)
