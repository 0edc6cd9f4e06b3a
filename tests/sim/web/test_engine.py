"""The engine as WebAssembly plays what the engine here plays, to the last bit, and its scores are the rules'."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from engine_elsewhere import differences, in_node
from matches import as_bytes
from offline import node_of
from places import ROOT
from played import PLAYED
from reading import json_lines

import rules
from rules.documents import read, sheet_of
from rules.season import entries
from sim.web import engine

SOME, FAR = 2_000, 2**32 - 1_000
"""Matches of a season, and the number of one of the last that there can be."""
MANY = 4_000
"""Made-up sheets of a season."""


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
    assert json.loads(calls.read_text(encoding="utf-8")) == json.loads(engine.CALLS.read_text(encoding="utf-8"))
    assert wasm.read_bytes() == engine.WASM.read_bytes()


@pytest.fixture(scope="module")
def scores():
    """Start node with every season's score written down."""
    with node_of(PLAYED) as found:
        yield lambda key, sheet: found.ask({"season": key, "sheets": rows(sheet, key).tolist()})["scored"]


def rows(sheet, key):
    """Give the numbers of each sheet in a row."""
    names = entries(rules.load(key).sheet)
    return np.concatenate([_flat(getattr(sheet, name), names[name]) for name in names], axis=1)


def _flat(array, entry):
    return array.reshape(len(array), int(np.prod([len(labels) for labels in entry.axes.values()])))


def told(key, sheet):
    """Give what the rules make of sheets: parts, totals, and what is ranked by."""
    season = rules.load(key)
    breakdown = season.score(sheet)
    parts = np.array(list(breakdown.parts.values())).transpose(1, 0, 2).tolist()
    measure = season.measure(sheet, breakdown).tolist()
    return [list(each) for each in zip(parts, breakdown.total.tolist(), measure, strict=True)]


@pytest.mark.parametrize("key", PLAYED)
def test_sheets_of_any_size_score_alike(scores, key):
    """Few pieces, many, and the most that can be written down: no digit is lost in a browser's numbers."""
    season, rng = rules.load(key), np.random.default_rng(3)
    arrays = {}
    for name, entry in entries(season.sheet).items():
        shape = (MANY, *map(len, entry.axes.values()))
        most = np.minimum(rng.choice([1, 4, 30, 300, entry.most], shape), entry.most)
        arrays[name] = rng.integers(0, most, endpoint=True)
    sheet = season.sheet(**arrays)
    assert scores(key, sheet) == told(key, sheet)


@pytest.mark.parametrize("key", PLAYED)
def test_official_documents_score_alike(scores, vectors, key):
    """Every official document of the season scores what the event software gave it."""
    path = vectors(f"scores-{key.removeprefix('fgc_')}.jsonl")
    lines = json_lines(path.read_text(encoding="utf-8"))
    sheet = sheet_of(read(as_bytes([line["match"] for line in lines]), rules.load(key)), rules.load(key))
    official = [[score for name, score in each["expected"].items() if "core" in name] for each in lines]
    assert [totals for _, totals, _ in scores(key, sheet)] == official
    assert scores(key, sheet) == told(key, sheet)
