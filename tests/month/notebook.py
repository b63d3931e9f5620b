"""What somebody writes down who stands beside: sums handed over, bottles given back, odd answers."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tournee.catalog.model import PersonSlug, ShopSlug

Json = dict[str, Any]


@dataclass
class Notebook:
    """What a careful person would write down, in minor units."""

    handed: Counter[PersonSlug] = field(default_factory=Counter)
    """What residents gave the driver."""
    counter: Counter[ShopSlug] = field(default_factory=Counter)
    """What residents paid at shops."""
    paid_there: Counter[PersonSlug] = field(default_factory=Counter)
    counted: Counter[ShopSlug] = field(default_factory=Counter)
    """What shops found in envelopes."""
    empties: Counter[tuple[PersonSlug, ShopSlug]] = field(default_factory=Counter)
    """What the deposits of bottles that went back are worth."""
    messages: int = 0
    worries: list[str] = field(default_factory=list)
    """What the bot did not understand, or said oddly."""
    seen: Counter[str] = field(default_factory=Counter)
    """What has happened, so that a quiet month is noticed."""


def plain(text: str) -> str:
    """Without the spaces that do not break."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def minor(text: str) -> int:
    return int(Decimal(text.replace(",", ".")) * 100)


def said(minor: int) -> str:
    return f"{minor // 100},{minor % 100:02}"
