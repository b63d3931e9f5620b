"""What the rest of the application may ask of and do to the catalogues of all villages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from tournee.catalog.edits import Edit
from tournee.catalog.model import (
    Channel,
    Person,
    PersonSlug,
    Sku,
    Village,
    VillageSlug,
)


class Editing(Protocol):
    """What the services of edits need; inside one transaction."""

    def hold(self, village: VillageSlug) -> Village:
        """The village as it is now; nobody else edits it before the transaction ends."""
        ...

    def save(
        self,
        before: Village,
        after: Village,
        *,
        by: str,
        at: datetime,
        undoes: int | None = None,
    ) -> Edit | None:
        """Write what differs between a held village and what it shall be; None where nothing does.

        The history keeps of each row the fields that differ.
        """
        ...

    def edits(self, village: VillageSlug, *, limit: int = 20) -> Sequence[Edit]:
        """The newest first."""
        ...


class Catalogue(Editing, Protocol):
    """Inside one transaction; nothing is kept until its unit of work is committed.

    `by` is the slug of the person who does it, or what stands for one (`import`).
    A village or product that is not there raises `UnknownVillageError`, `UnknownProductError`.
    """

    def village_slugs(self) -> tuple[VillageSlug, ...]: ...

    def version(self, village: VillageSlug) -> int:
        """Rises with every edit but not with residents or stock: what a snapshot is kept by."""
        ...

    def load(self, village: VillageSlug) -> Village:
        """The village as it is now, in the order of its folder; residents who joined come last."""
        ...

    def replace(self, village: Village, *, by: str, at: datetime) -> Edit | None:
        """Import a folder, as `catalog.edits.merge` says; None where nothing changed."""
        ...

    def find_person(
        self, village: VillageSlug, channel: Channel, address: str | int
    ) -> Person | None: ...

    def person(self, village: VillageSlug, slug: PersonSlug) -> Person | None: ...

    def people(self, village: VillageSlug) -> tuple[Person, ...]:
        """Everybody as they are now, those who joined by a message too."""
        ...

    def add_person(self, village: VillageSlug, person: Person) -> None:
        """Add someone new; `AddressTakenError` where an address is another person's."""
        ...

    def save_person(self, village: VillageSlug, person: Person) -> None:
        """Change what is known of someone."""
        ...

    def stock(self, village: VillageSlug) -> Mapping[Sku, Decimal]:
        """What is left of each product whose stock is limited."""
        ...

    def take_stock(self, village: VillageSlug, sku: Sku, amount: Decimal) -> bool:
        """Set goods aside for an order; False, and nothing done, where too little is left."""
        ...

    def return_stock(self, village: VillageSlug, sku: Sku, amount: Decimal) -> None:
        """Put back what an order had set aside."""
        ...
