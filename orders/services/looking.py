"""What the books say at the moment: reading changes nothing and asks for no rights."""

from collections.abc import Iterable
from datetime import date

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug
from tournee.catalog.quantity import Money
from tournee.orders import ledger
from tournee.orders.closing import Envelope
from tournee.orders.services.paying import tab
from tournee.orders.services.work import Ports
from tournee.orders.tabs import Tab


def tabs_among(ports: Ports, wanted: Iterable[tuple[PersonSlug, ShopSlug]]) -> tuple[Tab, ...]:
    """Return those of the wanted tabs on which something stands, or a credit."""
    accounts = {ledger.tab_account(*who): who for who in wanted}
    standing = ports.ledger.balances(tuple(accounts))
    return tuple(tab(ports, *accounts[name]) for name in accounts if standing.get(name))


def tabs_of_resident(ports: Ports, resident: PersonSlug) -> tuple[Tab, ...]:
    return tabs_among(ports, ((resident, shop.slug) for shop in ports.village.shops))


def tabs_of_shop(ports: Ports, shop: ShopSlug) -> tuple[Tab, ...]:
    """Return every tab of a shop on which something stands, the oldest first."""
    found = (tab(ports, who, shop) for who in ports.ledger.on_tab_of(shop))
    return tuple(sorted(found, key=lambda t: (t.since or date.max, t.resident)))


def envelopes(ports: Ports, shop: ShopSlug | None = None) -> tuple[Envelope, ...]:
    """Return what drivers still carry, for one shop or for all, the oldest first."""
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for kind in ("cash", "cheque"):
        for account, minor in ports.ledger.accounts(f"{kind}:").items():
            run, _, where = account.removeprefix(f"{kind}:").partition("/")
            slug, _, day = run.partition(":")
            if shop in {None, where}:
                found.setdefault((day, slug, where), {})[kind] = minor
    return tuple(_envelope(ports, key, found[key]) for key in sorted(found))


def _envelope(ports: Ports, key: tuple[str, str, str], held: dict[str, int]) -> Envelope:
    day, slug, where = key
    currency = ports.village.settings.currency
    return Envelope(
        round=RoundSlug(slug),
        date=date.fromisoformat(day) if day else date.min,
        shop=ShopSlug(where),
        cash=Money.of_minor(held.get("cash", 0), currency),
        cheques=Money.of_minor(held.get("cheque", 0), currency),
    )
