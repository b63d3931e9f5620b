"""One village's ledger and audit trail: implements `orders.ports.Ledger` and `AuditTrail`."""

import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tournee.catalog.model import PersonSlug, RoundSlug, ShopSlug, Sku, Village
from tournee.orders.audit import AuditEntry
from tournee.orders.ledger import (
    Account,
    Booked,
    LedgerEntry,
    Transaction,
    cash_account,
    cheque_account,
)
from tournee.orders.model import Actor, OrderNumber
from tournee.orders.storage.rows import AuditRow, LedgerEntryRow, LedgerTransactionRow


class StoredLedger:
    """Works in the session of one unit of work. Nothing in it is ever changed or taken out."""

    def __init__(self, session: Session, village: Village) -> None:
        self._session = session
        self._slug = village.settings.slug
        self._shops = tuple(shop.slug for shop in village.shops)

    def post(self, transaction: Transaction) -> bool:
        if self.is_posted(transaction.key):
            return False
        key = {"village": self._slug, "key": transaction.key}
        self._session.add(
            LedgerTransactionRow(
                **key,
                kind=transaction.kind,
                at=transaction.at,
                currency=transaction.currency,
                number=transaction.number,
                shop=transaction.shop,
            )
        )
        self._session.flush()
        for position, entry in enumerate(transaction.entries, 1):
            row = LedgerEntryRow(**key, position=position, account=entry.account, minor=entry.minor)
            self._session.add(row)
        self._session.flush()
        return True

    def is_posted(self, key: str) -> bool:
        return self._session.get(LedgerTransactionRow, (self._slug, key)) is not None

    def balance(self, account: Account) -> int:
        return self.balances([account]).get(account, 0)

    def cash_of_round(self, slug: RoundSlug, day: date) -> Mapping[ShopSlug, int]:
        return self._by_shop(
            lambda shop: (cash_account(slug, day, shop), cheque_account(slug, day, shop))
        )

    def found(self, key: str) -> Transaction | None:
        row = self._session.get(LedgerTransactionRow, (self._slug, key))
        if row is None:
            return None
        entries = self._session.scalars(
            select(LedgerEntryRow)
            .where(LedgerEntryRow.village == self._slug, LedgerEntryRow.key == key)
            .order_by(LedgerEntryRow.position)
        )
        return _transaction(row, entries)

    def between(self, since: datetime, until: datetime) -> tuple[Transaction, ...]:
        found = self._session.execute(
            select(LedgerTransactionRow, LedgerEntryRow)
            .join(
                LedgerEntryRow,
                (LedgerEntryRow.village == LedgerTransactionRow.village)
                & (LedgerEntryRow.key == LedgerTransactionRow.key),
            )
            .where(LedgerTransactionRow.village == self._slug)
            .where(LedgerTransactionRow.at >= since, LedgerTransactionRow.at < until)
            .order_by(LedgerTransactionRow.at, LedgerTransactionRow.key, LedgerEntryRow.position)
        )
        booked: dict[str, tuple[LedgerTransactionRow, list[LedgerEntryRow]]] = {}
        for row, entry in found:
            booked.setdefault(row.key, (row, []))[1].append(entry)
        return tuple(_transaction(row, entries) for row, entries in booked.values())

    def movements(self, account: Account) -> tuple[Booked, ...]:
        rows = self._session.execute(
            select(LedgerTransactionRow, LedgerEntryRow.minor)
            .join(
                LedgerEntryRow,
                (LedgerEntryRow.village == LedgerTransactionRow.village)
                & (LedgerEntryRow.key == LedgerTransactionRow.key),
            )
            .where(LedgerEntryRow.village == self._slug, LedgerEntryRow.account == account)
            .order_by(LedgerTransactionRow.at, LedgerTransactionRow.key)
        )
        return tuple(
            Booked(
                key=row.key,
                kind=row.kind,
                at=row.at,
                minor=minor,
                number=OrderNumber(row.number) if row.number is not None else None,
            )
            for row, minor in rows
        )

    def accounts(self, prefix: str) -> Mapping[Account, int]:
        rows = self._session.execute(
            select(LedgerEntryRow.account, func.sum(LedgerEntryRow.minor))
            .where(LedgerEntryRow.village == self._slug)
            .where(LedgerEntryRow.account.startswith(prefix, autoescape=True))
            .group_by(LedgerEntryRow.account)
            .having(func.sum(LedgerEntryRow.minor) != 0)
            .order_by(LedgerEntryRow.account)
        )
        return {Account(account): int(minor) for account, minor in rows}

    def _by_shop(
        self, accounts: Callable[[ShopSlug], tuple[Account, ...]]
    ) -> Mapping[ShopSlug, int]:
        balances = self.balances([a for shop in self._shops for a in accounts(shop)])
        sums = {
            shop: sum(balances.get(account, 0) for account in accounts(shop))
            for shop in self._shops
        }
        return {shop: minor for shop, minor in sums.items() if minor}

    def balances(self, accounts: Sequence[Account]) -> Mapping[Account, int]:
        if not accounts:
            return {}
        rows = self._session.execute(
            select(LedgerEntryRow.account, func.sum(LedgerEntryRow.minor))
            .where(LedgerEntryRow.village == self._slug, LedgerEntryRow.account.in_(accounts))
            .group_by(LedgerEntryRow.account)
        )
        return {Account(account): int(minor) for account, minor in rows}

    def on_tab_of(self, shop: ShopSlug) -> tuple[PersonSlug, ...]:
        end = f"/{shop}"
        tabs = LedgerEntryRow.account.startswith("tab:") & LedgerEntryRow.account.endswith(
            end, autoescape=True
        )
        rows = self._session.execute(
            select(LedgerEntryRow.account)
            .where(LedgerEntryRow.village == self._slug, tabs)
            .group_by(LedgerEntryRow.account)
            .having(func.sum(LedgerEntryRow.minor) != 0)
            .order_by(LedgerEntryRow.account)
        )
        return tuple(PersonSlug(a.removeprefix("tab:").removesuffix(end)) for (a,) in rows)


def _transaction(row: LedgerTransactionRow, entries: Iterable[LedgerEntryRow]) -> Transaction:
    return Transaction(
        key=row.key,
        kind=row.kind,
        at=row.at,
        entries=tuple(LedgerEntry(account=Account(e.account), minor=e.minor) for e in entries),
        currency=row.currency,
        number=OrderNumber(row.number) if row.number is not None else None,
        shop=ShopSlug(row.shop) if row.shop else None,
    )


class StoredAudit:
    """Works in the session of one unit of work."""

    def __init__(self, session: Session, village: Village) -> None:
        self._session = session
        self._slug = village.settings.slug

    def record(self, entry: AuditEntry) -> None:
        self._session.add(
            AuditRow(
                village=self._slug,
                id=f"{time.time_ns():016x}{secrets.token_hex(4)}",
                at=entry.at,
                role=entry.actor.role,
                person=entry.actor.person,
                name=entry.actor.name,
                acting_for=entry.actor.shop,
                what=entry.what,
                number=entry.number,
                shop=entry.shop,
                sku=entry.sku,
                round=entry.round,
                why=entry.why,
            )
        )

    def of_number(self, number: OrderNumber) -> tuple[AuditEntry, ...]:
        rows = self._session.scalars(
            select(AuditRow)
            .where(AuditRow.village == self._slug, AuditRow.number == number)
            .order_by(AuditRow.at, AuditRow.id)
        )
        return tuple(map(_entry_of, rows))


def _entry_of(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        at=row.at,
        actor=Actor(
            role=row.role,
            person=PersonSlug(row.person) if row.person else None,
            name=row.name,
            shop=ShopSlug(row.acting_for) if row.acting_for else None,
        ),
        what=row.what,
        number=OrderNumber(row.number) if row.number is not None else None,
        shop=ShopSlug(row.shop) if row.shop else None,
        sku=Sku(row.sku) if row.sku else None,
        round=row.round,
        why=row.why,
    )
