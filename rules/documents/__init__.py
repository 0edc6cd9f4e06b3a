"""Official match documents: their text -> checked documents -> sheets, and back."""

from rules.document import Document
from rules.documents.choosing import Choice, Chosen, of_event, one_ranking
from rules.documents.reading import read
from rules.documents.sheets import columns_of, sheet_from, sheet_of, slots
from rules.documents.writing import written

__all__ = [
    "Choice",
    "Chosen",
    "Document",
    "columns_of",
    "of_event",
    "one_ranking",
    "read",
    "sheet_from",
    "sheet_of",
    "slots",
    "written",
]
