"""All tables of all packages, and how a database gets them."""

from pathlib import Path

from sqlalchemy import Engine, MetaData

import tournee.catalog.storage  # noqa: F401 - a package's tables are known once it is imported
from tournee.storage.base import Base

MIGRATIONS = Path(__file__).parent / "migrations"


def metadata() -> MetaData:
    return Base.metadata


def create(engine: Engine) -> None:
    """Make all tables in an empty database at once: for tests and simulations."""
    Base.metadata.create_all(engine)
