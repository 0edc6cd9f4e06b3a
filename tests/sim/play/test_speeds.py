"""The history of `sim bench`: what is written is read, compared with its own kind, and refused where damaged."""

import json
from dataclasses import replace

import pytest

from sim.play.bench import SHARES, Speed
from sim.play.speeds import LAST, as_lines, change, rates, read_rates

SPEED = Speed(100.0, 2e7, {1: 50_000.0, 2: 95_000.0}, 700.0, dict.fromkeys(SHARES, 0.25))


def test_rates_come_back_from_their_lines():
    """A season has a rate for each number of threads and for the engine to read, and a line keeps all of it."""
    found = rates({"a": SPEED, "b": SPEED})
    assert [(rate.season, rate.engine, rate.threads, rate.attempts_a_second) for rate in found[:3]] == [
        ("a", "fast", 1, 5e6),
        ("a", "fast", 2, 9.5e6),
        ("a", "reference", 1, 7e4),
    ]
    assert read_rates(as_lines(found), "FILE") == found


def test_a_rate_is_held_against_the_last_of_its_kind():
    """Other machines, seasons, engines and threads do not count, nor what is longer ago."""
    (now, *_) = rates({"a": SPEED})
    others = [replace(now, **other) for other in ({"machine": "m"}, {"season": "b"}, {"engine": "e"}, {"threads": 9})]
    assert change(others, now) is None
    ago = [replace(now, matches_a_second=rate) for rate in (1.0, *range(10_000, 10_000 * (LAST + 1), 10_000))]
    found = change([*ago, *others], now)
    assert (found.ratio, found.least, found.most, found.earlier) == (50_000 / 30_000, 1.0, 5.0, LAST)


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (lambda line: line[:-9], ": line 2: expected a line that"),
        (lambda line: json.dumps({**json.loads(line), "more": 1}), ": line 2: expected a line that"),
        (lambda line: line.replace("5000000.0", "-1"), ": line 2: attempts_a_second: expected a number above 0"),
        (lambda line: line.replace("50000.0", "NaN"), ": line 2: matches_a_second: expected a number above 0"),
        (lambda line: line.replace('"a"', "7"), ": line 2: season: expected a text"),
    ],
)
def test_a_damaged_line_is_refused_before_anything_is_measured(sim, spoilt, told, tmp_path):
    """The line and the key are named, and the file stays as it was."""
    line = as_lines(rates({"a": SPEED})[:1])
    file = tmp_path / "speeds.jsonl"
    file.write_text(line + spoilt(line.strip()) + "\n", encoding="utf-8")
    before = file.read_bytes()
    done = sim("bench", "--save", str(file))
    assert done.returncode == 2
    assert told in done.stderr
    assert file.read_bytes() == before
