"""Orders, round dates, ledger and audit trail in the database: implements `orders.ports`."""

from sqlalchemy.orm import Session

from tournee.catalog.model import Village
from tournee.catalog.storage import StoredCatalogue
from tournee.orders.services.work import Ports
from tournee.orders.shelves import Shelves
from tournee.orders.storage.books import StoredAudit, StoredLedger
from tournee.orders.storage.orders import StoredOrders, open_by_state
from tournee.orders.storage.papers import StoredClosings, StoredReceipts, StoredTabLimits
from tournee.orders.storage.rounds import StoredRounds
from tournee.orders.storage.standing import StoredStanding
from tournee.orders.storage.substitutes import StoredSubstitutes
from tournee.orders.storage.waiting import StoredWaiting

__all__ = [
    "StoredAudit",
    "StoredLedger",
    "StoredOrders",
    "StoredRounds",
    "StoredStanding",
    "StoredSubstitutes",
    "StoredWaiting",
    "open_by_state",
    "ports",
]


def ports(session: Session, village: Village) -> Ports:
    """Return what the services of one village need, inside one unit of work."""
    slug = village.settings.slug
    shelves = Shelves(StoredCatalogue(session), slug)
    return Ports(
        village=village,
        orders=StoredOrders(session, village),
        rounds=StoredRounds(session, village),
        stock=shelves,
        ledger=StoredLedger(session, village),
        tabs=StoredTabLimits(session, village),
        receipts=StoredReceipts(session, village),
        closings=StoredClosings(session, village),
        audit=StoredAudit(session, village),
        standing=StoredStanding(session, village),
        substitutes=StoredSubstitutes(session, slug),
        waiting=StoredWaiting(session, slug),
    )
