"""What the environment says, read once at the start; every fault is named before anything runs."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

DEFAULT_DATABASE = "sqlite:///data/tournee.sqlite3"


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
    twilio_api: str = "https://api.twilio.com"
    twilio_sms_from: str | None = None
    twilio_whatsapp_from: str | None = None
    public_url: str | None = None
    nlu: str = "embedded"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read `TOURNEE_*`. Raises SettingsError naming every variable that is wrong."""
        given = {
            name: environment[f"TOURNEE_{name.upper()}"]
            for name in cls.__dataclass_fields__
            if environment.get(f"TOURNEE_{name.upper()}")
        }
        faults = tuple(_faults(given))
        if faults:
            raise SettingsError(faults)
        return cls(**given)


def _faults(given: Mapping[str, str]) -> list[str]:
    schemes = {
        "database_url": ("sqlite://", "postgresql://", "postgresql+psycopg://"),
        "redis_url": ("redis://", "rediss://", "unix://"),
        "telegram_api": ("https://", "http://"),
        "twilio_api": ("https://", "http://"),
        "public_url": ("https://", "http://"),
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
    if ("twilio_account_sid" in given) != ("twilio_auth_token" in given):
        faults.append("TOURNEE_TWILIO_ACCOUNT_SID and TOURNEE_TWILIO_AUTH_TOKEN go together")
    return faults
