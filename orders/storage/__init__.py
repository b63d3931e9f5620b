"""Orders, round dates, ledger and audit trail in the database: implements `orders.ports`."""

from sqlalchemy.orm import Session

from tournee.catalog.model import Village
from tournee.catalog.storage import StoredCatalogue
from tournee.orders.services.work import Ports
from tournee.orders.shelves import Shelves
from tournee.orders.storage.books import StoredAudit, StoredLedger
from tournee.orders.storage.orders import StoredOrders, open_by_state
from tournee.orders.storage.rounds import StoredRounds

__all__ = ["StoredAudit", "StoredLedger", "StoredOrders", "StoredRounds", "open_by_state", "ports"]


def ports(session: Session, village: Village) -> Ports:
    """Return what the services of one village need, inside one unit of work."""
    slug = village.settings.slug
    shelves = Shelves(StoredCatalogue(session), slug)
    return Ports(
        village=village,
        orders=StoredOrders(session, village),
        rounds=StoredRounds(session, slug),
        stock=shelves,
        sale=shelves,
        ledger=StoredLedger(session, village),
        audit=StoredAudit(session, village),
    )
