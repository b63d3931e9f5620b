"""What the environment says, read once at the start; every fault is named before anything runs."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Self

_NUMBER = r"\s*(?:[a-z0-9-]+=)?(?:whatsapp:)?\+[1-9]\d{6,14}\s*"
_NUMBERS = re.compile(f"{_NUMBER}(?:,{_NUMBER})*")
_TEMPLATE = r"\s*\w+=HX\w+(?::[\w=|]+)?\s*"
_TEMPLATES = re.compile(f"{_TEMPLATE}(?:,{_TEMPLATE})*")
TWILIO_API = "https://api.twilio.com"
DEFAULT_DATABASE = "sqlite:///data/tournee.sqlite3"


MOST = {"threads": 64, "keep_days": 3650}


class SettingsError(ValueError):
    """One or more environment variables are wrong; `faults` says which and what was expected."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The variables of docs/deploy.md under their own names, lower case, without `TOURNEE_`."""

    database_url: str = DEFAULT_DATABASE
    redis_url: str | None = None
    telegram_token: str | None = field(default=None, repr=False)
    telegram_api: str = "https://api.telegram.org"
    twilio_account_sid: str | None = None
    twilio_auth_token: str | None = field(default=None, repr=False)
    twilio_api: str = TWILIO_API
    twilio_sms_from: str | None = None
    twilio_whatsapp_from: str | None = None
    twilio_templates: str | None = None
    public_url: str | None = None
    nlu: str = "embedded"
    osrm_url: str | None = None
    """Of a server that knows how long ways take; without one, by the straight line."""
    keep_days: int = 90
    """How long messages are kept."""
    threads: int = 8
    """Messages dealt with at the same time by one process, and so its database connections."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read `TOURNEE_*`. Raises SettingsError naming every variable that is wrong."""
        given = {
            name: environment[f"TOURNEE_{name.upper()}"]
            for name in cls.__dataclass_fields__
            if environment.get(f"TOURNEE_{name.upper()}")
        }
        faults = (*_unknown(environment, cls.__dataclass_fields__), *_faults(given))
        if faults:
            raise SettingsError(faults)
        numbers = {name: int(given[name]) for name in MOST if name in given}
        told: dict[str, Any] = {**given, **numbers}
        return cls(**told)


def _unknown(environment: Mapping[str, str], known: Iterable[str]) -> Iterator[str]:
    """A variable that nobody reads is one that somebody misspelled."""
    names = [f"TOURNEE_{name.upper()}" for name in known]
    for name in sorted(environment):
        if name.startswith("TOURNEE_") and not name.startswith("TOURNEE_TEST_"):
            if name in names:
                continue
            near = get_close_matches(name, names, 1)
            meant = f": did you mean {near[0]}?" if near else ""
            yield f"{name} is no setting{meant}"


def _faults(given: Mapping[str, str]) -> list[str]:
    schemes = {
        "database_url": ("sqlite://", "postgresql://", "postgresql+psycopg://"),
        "redis_url": ("redis://", "rediss://", "unix://"),
        "telegram_api": ("https://", "http://"),
        "twilio_api": ("https://", "http://"),
        "public_url": ("https://", "http://"),
        "osrm_url": ("https://", "http://"),
    }
    faults = [
        f"TOURNEE_{name.upper()} is {given[name].partition('@')[0]!r}: "
        f"expected a URL that starts with {' or '.join(expected)}"
        for name, expected in schemes.items()
        if name in given and not given[name].startswith(expected)
    ]
    if given.get("nlu", "embedded") != "embedded" and not given["nlu"].startswith("http"):
        faults.append(
            f"TOURNEE_NLU is {given['nlu']!r}: expected 'embedded' or the URL of a server"
        )
    faults += [
        f"TOURNEE_{name.upper()} is {given[name]!r}: expected a number like +33937000000,"
        " or several like saint-aubin=+33937000000,val-fleuri=+33937000001"
        for name in ("twilio_sms_from", "twilio_whatsapp_from")
        if not _NUMBERS.fullmatch(given.get(name, "+33937000000"))
    ]
    if not _TEMPLATES.fullmatch(given.get("twilio_templates", "Tomorrow=HX0")):
        faults.append(
            f"TOURNEE_TWILIO_TEMPLATES is {given['twilio_templates']!r}: expected"
            " KIND=CONTENT_SID:FACT|FACT,…, for instance Tomorrow=HX0123:order|money"
        )
    faults += [
        f"TOURNEE_{name.upper()} is {given[name]!r}: expected a number from 1 to {most}"
        for name, most in MOST.items()
        if given.get(name, "1") not in map(str, range(1, most + 1))
    ]
    if ("twilio_account_sid" in given) != ("twilio_auth_token" in given):
        faults.append("TOURNEE_TWILIO_ACCOUNT_SID and TOURNEE_TWILIO_AUTH_TOKEN go together")
    return faults
