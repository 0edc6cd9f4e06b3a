"""Official match documents: their text -> checked documents -> sheets, and back."""

from rules.documents.reading import Document, Phase, columns_of, read, sheet_from, sheet_of, written

__all__ = ["Document", "Phase", "columns_of", "read", "sheet_from", "sheet_of", "written"]
