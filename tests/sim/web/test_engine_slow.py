"""The engine as WebAssembly and the engine here, 100,000 matches of each season in node and in a browser."""

import pytest
from engine_elsewhere import differences, in_node, in_page
from played import PLAYED

pytestmark = pytest.mark.slow

IN_NODE, IN_BROWSER = 100_000, 100_000


@pytest.mark.parametrize("key", PLAYED)
def test_many_matches_end_alike_in_node(tmp_path, key):
    """Marking, clocks and fouls are equal."""
    with in_node(tmp_path) as node:
        assert differences(node, key, 17, 0, IN_NODE) == []


@pytest.mark.parametrize("key", PLAYED)
def test_matches_end_alike_in_a_browser(browser, key):
    """So they are where the page plays."""
    with in_page(browser) as page:
        assert differences(page, key, 19, 0, IN_BROWSER) == []
