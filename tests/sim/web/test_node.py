"""The page's scripts measured in node, for `sim bench`."""

import sys
from dataclasses import replace

import pytest
from played import PLAYED

from rules.errors import FgcError
from sim.play.bench import SHARES, Speed
from sim.play.speeds import rates as history
from sim.web import node


def test_every_season_asked_for_has_a_rate():
    """The scripts play in node as they do in a browser."""
    program = node.program()
    if program is None:
        pytest.skip("node is not installed: the page's scripts were not run")
    found = node.rates(program, PLAYED[:2], matches=50)
    assert list(found) == PLAYED[:2]
    assert all(rate > 0 for rate in found.values())


def test_a_node_that_fails_is_a_line():
    """A program that is no node, or one too old for the scripts, is named."""
    with pytest.raises(FgcError, match=r"expected the page's scripts to run: .*Error"):
        node.rates(sys.executable, PLAYED[:1])


def test_the_history_has_a_rate_in_browsers_where_it_was_measured():
    """It stands beside the engines, on one thread."""
    speed = Speed(100.0, 2e7, {1: 50_000.0}, 700.0, dict.fromkeys(SHARES, 0.25))
    assert [rate.engine for rate in history({"a": speed})] == ["fast", "reference"]
    found = history({"a": replace(speed, browser_matches=25_000.0)})[-1]
    assert (found.engine, found.threads, found.matches_a_second, found.attempts_a_second) == (
        "browser",
        1,
        25_000.0,
        2.5e6,
    )
