"""A catalogue as a spreadsheet: what shops and town halls have, read with their habits.

The strict `products.csv` of a village folder is another thing: see `catalog.folder`.
"""

from collections.abc import Sequence

from tournee.catalog.sheets.grid import SheetError
from tournee.catalog.sheets.reading import Sheet, read_sheet
from tournee.catalog.sheets.writing import write_csv, write_xlsx

__all__: Sequence[str] = ("Sheet", "SheetError", "read_sheet", "write_csv", "write_xlsx")
