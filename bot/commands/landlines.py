"""Telephone numbers of a village folder at which no SMS arrives."""

import phonenumbers
from phonenumbers import PhoneNumberType

from tournee.catalog.model import Person, Role, Village


def warnings(village: Village) -> list[str]:
    """Return a sentence for each resident whose number is a landline; that is no fault."""
    return [
        f"{person.slug}: {person.phone} is a landline: no SMS arrives there"
        for person in village.people
        if person.role is Role.RESIDENT and _is_landline(person)
    ]


def _is_landline(person: Person) -> bool:
    try:
        number = phonenumbers.parse(person.phone or "")
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE)
