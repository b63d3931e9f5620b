"""Which telephones cannot be written to."""

import phonenumbers


def is_landline(phone: str) -> bool:
    """Whether an E.164 number is a landline's, by its country's numbering plan."""
    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.FIXED_LINE
