"""A village as a folder that an operator edits by hand and keeps in git.

`village.toml` holds the village, its shops, rounds, places and people; `products.csv` the
catalogue of all its shops; `options.csv`, which may be missing, the choices that go with products.
"""

from pathlib import Path

from tournee.catalog.errors import Fault, FolderError
from tournee.catalog.expected import Expected, Want
from tournee.catalog.folder import choices, products, settings
from tournee.catalog.folder.faults import FaultLog
from tournee.catalog.folder.writing import write
from tournee.catalog.model import OptionRule, Village
from tournee.catalog.options import with_options

__all__ = ["Fault", "FolderError", "read", "write"]


def read(path: Path) -> Village:
    """Read a village folder; FolderError lists every fault of every file."""
    if not path.is_dir():
        expected = Expected.of(Want.FOLDER, settings=settings.FILE, products=products.FILE)
        raise FolderError(
            (Fault(file=str(path), line=None, column="", value="no folder", expected=expected),)
        )
    logs = [FaultLog(file) for file in (settings.FILE, products.FILE, choices.FILE)]
    described = settings.read_settings(path / settings.FILE, logs[0])
    currency = described.settings.currency if described else "EUR"
    shops = described.shop_slugs if described else None
    found = [p for _, p in products.read_products(path / products.FILE, currency, shops, logs[1])]
    rules: tuple[OptionRule, ...] = ()
    if (path / choices.FILE).exists():
        rules = choices.read_options(path / choices.FILE, currency, shops, found or None, logs[2])
    faults = tuple(fault for log in logs for fault in log.faults)
    if faults or not described:
        raise FolderError(faults)
    return Village(
        settings=described.settings,
        shops=described.shops,
        products=with_options(found, rules),
        option_rules=rules,
        places=described.places,
        rounds=described.rounds,
        people=described.people,
    )
