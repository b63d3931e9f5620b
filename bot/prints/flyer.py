"""What a leaflet and a poster say, in one language: words only, chosen by `bot.render.prints`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopEntry:
    name: str
    hours: tuple[str, ...]
    """'mardi-samedi 7h-13h, 16h-19h', a line for days that are alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEntry:
    when: str
    cutoff: str
    places: str
    somewhere: bool
    """Not all places that other rounds serve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceEntry:
    name: str
    price: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopPrices:
    shop: str
    prices: tuple[PriceEntry, ...]
    more: str
    """'et 40 autres produits'; empty where these are all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flyer:
    locale: str
    title: str
    village: str
    """Under the title: whose shops."""
    call: str
    """What to do with the number."""
    phone: str
    """As people of the country write it; empty where the village has none."""
    other_ways: str
    """'ou sur WhatsApp au même numéro, ou sur Telegram : @…'."""
    scan: str
    """Beside the QR code."""
    link: str
    """What the QR code holds: opens a message to the village."""
    steps: tuple[str, str, str]
    you_write: str
    answer: str
    """The conversation of the example."""
    you_agree: str
    shops_heading: str
    shops: tuple[ShopEntry, ...]
    rounds_heading: str
    rounds: tuple[RoundEntry, ...]
    everywhere: str
    """Every place that some round serves."""
    products_heading: str
    products: tuple[ShopPrices, ...]
    prices_note: str
    small_print: tuple[str, ...]
