"""The engine as WebAssembly plays what the engine here plays, to the last bit."""

import json
import shutil
import subprocess
import sys

import pytest
from engine_elsewhere import differences, in_node
from places import ROOT
from played import PLAYED

from sim.web.tables import CALLS, WASM

SOME, FAR = 2_000, 2**32 - 1_000
"""Matches of a season, and the number of one of the last that there can be."""


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """Start node with the engine for all tests of this file."""
    with in_node(tmp_path_factory.mktemp("node")) as found:
        yield found


@pytest.mark.parametrize("key", PLAYED)
def test_matches_end_alike_in_node(node, key):
    """Marking, clocks and fouls are equal: of the first matches, of the last, and of the largest seed."""
    assert differences(node, key, 1, 0, SOME) == []
    assert differences(node, key, 2**32 - 1, FAR, 256) == []


@pytest.mark.slow
def test_the_engine_is_built_anew_to_the_same_bytes(tmp_path):
    """Nothing but the sources decides what is committed, and it asks whoever opens it for nothing."""
    if shutil.which("wasm-ld") is None:
        pytest.skip("wasm-ld (Debian's lld) is not installed: the engine was not built anew")
    wasm, calls = tmp_path / "engine.wasm", tmp_path / "engine.json"
    subprocess.run([sys.executable, "-m", "sim.web.engine", wasm, calls], check=True, cwd=ROOT, timeout=900)
    assert json.loads(calls.read_text(encoding="utf-8")) == json.loads(CALLS.read_text(encoding="utf-8"))
    assert wasm.read_bytes() == WASM.read_bytes()
