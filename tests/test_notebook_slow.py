"""The notebook of `docs/examples/`: it runs from top to bottom, and prints what is committed."""

import pytest
from notebooks import NOTEBOOK, played, texts

nbformat = pytest.importorskip("nbformat", reason="nbclient is not installed: no notebook was run")

pytestmark = pytest.mark.slow


def test_the_notebook_prints_what_it_shows():
    """Played in a fresh kernel, each cell prints what is committed; pictures are drawn, not compared."""
    shown = texts(nbformat.read(NOTEBOOK, as_version=4))
    assert len(shown) >= 5
    assert texts(played(NOTEBOOK)) == shown
