"""Which telephones cannot be written to."""


def is_landline(phone: str) -> bool:
    """Whether an E.164 number is a landline's, by its country's numbering plan.

    The plans of all countries are loaded with the first one asked.
    """
    import phonenumbers  # noqa: PLC0415 - see above

    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.FIXED_LINE
