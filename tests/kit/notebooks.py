"""Notebooks: played from top to bottom in a fresh kernel, and the texts that their cells show."""

from pathlib import Path
from typing import Any

from places import ROOT

NOTEBOOK = ROOT / "docs" / "examples" / "first_questions.ipynb"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def played(file: Path) -> Any:
    """Give a notebook with what its cells show when they are run in order; what a cell raises is raised."""
    import nbformat
    from nbclient import NotebookClient

    found = nbformat.read(file, as_version=4)
    NotebookClient(found, timeout=300, kernel_name="python3").execute()
    for cell in found.cells:
        cell.metadata = {}
    found.metadata = KERNEL
    return found


def texts(found: Any) -> list[str]:
    """Give what the cells of a notebook print, pictures left out."""
    shown = [output for cell in found.cells for output in cell.get("outputs", ())]
    return [output["text"] if "text" in output else output["data"]["text/plain"] for output in shown]
