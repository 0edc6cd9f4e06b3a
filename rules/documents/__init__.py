"""Official match documents: their text -> checked documents -> sheets, and back."""

from rules.document import Document
from rules.documents.reading import read
from rules.documents.sheets import columns_of, sheet_from, sheet_of, slots
from rules.documents.writing import written

__all__ = ["Document", "columns_of", "read", "sheet_from", "sheet_of", "slots", "written"]
