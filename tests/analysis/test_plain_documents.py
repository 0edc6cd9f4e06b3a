"""Documents: plain JSON without NaN, with every key that programs count on, and histograms that count everything."""

import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import nan
from typing import NamedTuple

import numpy as np
import pytest
from made_events import BOUNDS, TRUTH, asked_for, calibrated, event_of
from played import PLAYED

from analysis.compare.matchups import Matchup, Variant
from analysis.compare.paired import compare
from analysis.compare.sweep import sweep
from analysis.documents import document
from analysis.event.calibrate import calibration_document, improvement, judgement
from analysis.event.medals import kept
from analysis.event.ranks import standing
from analysis.event.validate import count_events, validate, yardstick
from analysis.event.whole import event_document
from analysis.histograms import BINS, around_zero, of_whole
from analysis.run.summaries import summarise
from sim.play.event import event_request, play_repeats, with_playoffs
from sim.play.request import run_request
from sim.play.run import simulate
from sim.robots.files import Station
from sim.table.game import playbooks_by

SOME = ("mean", "error")
REACH = (*SOME, "low", "high")
SCORES = ("n", "mean", "mean_error", "sd", "min", "p05", "p25", "p50", "p75", "p95", "max")
PAIR = ("a", "b", "p", "p_holm", "identical", "saved")
KEPT = ("p", "farthest", "events", "statistics")
APART = ("wasserstein", "kolmogorov_smirnov")
PROMISED = {
    "summary": {
        "": ("season", "matches", "seed", "playbook", "engine", "version", "grade", "population", "correlation"),
        ".": ("points", "changed"),
        "alliance_score": SCORES,
        "results": ("red_wins", "blue_wins", "ties"),
        "margin": ("mean", "mean_error", "p50"),
        "breakdown": ("carbon", "storage", "coopertition", "fouls", "rounding"),
        "breakdown_error": ("carbon", "storage", "coopertition", "fouls", "rounding"),
        "end_states.storage.*": SOME,
        "fouls.minor": SOME,
        "fouls.major": SOME,
    },
    "comparison": {
        "": ("matches", "best", "plans", "pairs"),
        "plans.*": ("name",),
        "plans.*.quantiles": ("p05", "p25", "p50", "p75", "p95"),
        **{f"plans.*.{name}": SOME for name in ("measure", "wins", "ties", "losses")},
        "pairs.*": PAIR,
        **{f"pairs.*.{name}": SOME for name in ("higher", "lower", "equal", "parts.carbon", "parts.fouls")},
        **{f"pairs.*.{name}": REACH for name in ("difference", "win_gain")},
    },
    "sweep": {
        "": ("matches", "axes", "best", "settings"),
        "settings.*": ("values", "p", "may_be_best"),
        "settings.*.measure": REACH,
        "settings.*.to_best": REACH,
    },
    "event": {
        "": ("season", "teams", "each", "matches", "seed", "repeat", "version", "grade", "population", "ranking"),
        ".": ("points", "changed"),
        "ranking.*": ("rank", "teamKey", "rankingScore", "played", "wins", "losses", "ties"),
        "spread": ("repeats", "column"),
        "spread.score_by_rank.*": ("rank", "mean", "mean_error", "sd", "sd_error"),
        "spread.talent_and_rank": SOME,
        "spread.most_talented_in_top.1": SOME,
    },
    "validation": {
        "": ("season", "teams", "each", "matches", "repeats", "seed", "version", "grade", "population", "cold"),
        ".": ("matches_file", "details_file", "half", "halves", "no_events", "scores_agree"),
        "statistics.*": ("published", "simulated", "sd", "z", "no_events"),
        "kept": KEPT,
        "distances": ("published_sd",),
        **{f"distances.{name}": APART for name in ("pooled_events", "floor", "as_far", "no_events")},
    },
    "calibration": {
        "": ("season", "seed", "teams", "each", "version", "fitted_to", "costs", "file"),
        "numbers.*": ("before", "after", "error", "bounds"),
        "helped.*.before": ("statistics", "root_mean_square_z", "far", "pooled_events", "floor"),
        "helped.*.after.pooled_events": APART,
    },
}
"""What a program may count on since the versions before: by document and place in it, the keys that are there."""
MATCHES = 150


def compared():
    """Compare three plans of 2022."""
    request = run_request("fgc_2022", seed=3)
    books = playbooks_by(request.game.model, "robot")[:3]
    found = Matchup(request, [Variant(book.name, Station(plan=book)) for book in books], (0,), 2)
    found.play(MATCHES, lambda _: None)
    return found


def validated():
    """Lay two events beside one that was made."""
    request = asked_for(BOUNDS)
    beside = yardstick(request, event_of(TRUTH, request))
    return validate(beside, request, count_events(beside, request, range(2), 2, lambda _: None))


def fitted():
    """Fit two numbers to an event that was made, and judge them."""
    request = asked_for({"robots.pace": BOUNDS["robots.pace"]}, 24, 5)
    table = event_of(TRUTH, request)
    fit = calibrated(request, table, 4, 2).fit(1)

    def judge(numbers):
        return judgement(request, table, range(4, 7), 2, lambda _: None, numbers)

    return calibration_document(
        request, fit, {"what it was fitted to": improvement(judge, fit)}, "made.csv", "o.toml"
    )


def evented():
    """Play an event three times."""
    request = with_playoffs(event_request(run_request("2022", seed=2), 40, 4, 3), "rotate")
    repeats = list(play_repeats(request))
    told = [kept(each, request.playoff_format) for each in repeats]
    return event_document(request, repeats[0], [standing(each) for each in repeats], told)


MADE = {
    "summary": lambda: summarise(run_request("2022", MATCHES), simulate("2022", MATCHES)),
    "comparison": lambda: compare(compared().played()),
    "sweep": lambda: sweep({"x": [1, 2, 3]}, compared().measures()),
    "event": evented,
    "validation": validated,
    "calibration": fitted,
}


@pytest.fixture(scope="module", params=MADE)
def kind(request):
    """Name a kind of document, one after the other."""
    return request.param


@pytest.fixture(scope="module")
def told(kind):
    """Make a document of this kind."""
    return document(MADE[kind]())


def at(found, path):
    """Give what stands at a dotted place of a document; `*` is everything there."""
    step, _, rest = path.strip(".").partition(".")
    if not step:
        return [found]
    if step == "*":
        inside = found.values() if isinstance(found, dict) else found
        assert inside
        return [each for one in inside for each in at(one, rest)]
    return at(found[step], rest)


def test_a_document_is_plain_json(told):
    """What JSON makes of a document is the document: no NaN, no array, no key that is no text."""
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_a_document_has_the_keys_that_programs_count_on(kind, told):
    """Every key of the versions before is where it was."""
    for path, keys in PROMISED[kind].items():
        for found in at(told, path):
            assert set(keys) <= set(found), path


def test_what_is_no_plain_value_becomes_one():
    """Dataclasses and named tuples become objects, tuples lists, in whatever they stand."""

    class Pair(NamedTuple):
        mean: float
        error: float | None

    @dataclass(frozen=True)
    class Whole:
        pairs: tuple[Pair, ...]
        by_name: dict[str, Pair]
        none: None = None

    found = document(Whole((Pair(1.5, None),), {"a": Pair(2, 0.5)}))
    assert found == {
        "pairs": [{"mean": 1.5, "error": None}],
        "by_name": {"a": {"mean": 2, "error": 0.5}},
        "none": None,
    }


@pytest.mark.parametrize("key", PLAYED)
def test_a_summary_counts_every_score(key):
    """The histogram of a run holds each side's scores, all of them, in bins that hold whole points."""
    matches = simulate(key, MATCHES, 5)
    found = document(summarise(run_request(key, MATCHES, 5), matches))["histogram"]
    edges = found["edges"]
    assert list(found["counts"]) == ["red", "blue"]
    for counts, scores in zip(found["counts"].values(), matches.scores.T, strict=True):
        assert len(edges) == len(counts) + 1
        assert sum(counts) == MATCHES
        assert counts == [int(((scores >= low) & (scores < high)).sum()) for low, high in pairwise(edges)]
    assert all(float(edge).is_integer() for edge in edges)


def test_a_comparison_counts_every_match():
    """Histograms of a comparison hold each plan's measure, and the best plan's lead over each other one."""
    plans = compared().played()
    found = document(compare(plans))
    assert list(found["histogram"]["counts"]) == [plan.name for plan in plans]
    assert list(found["differences"]["counts"]) == [plan.name for plan in plans if plan.name != found["best"]]
    best = next(plan.measure for plan in plans if plan.name == found["best"])
    for plan in plans:
        for name, values in (("histogram", plan.measure), ("differences", best - plan.measure)):
            if plan.name in found[name]["counts"]:
                counts, edges = found[name]["counts"][plan.name], found[name]["edges"]
                assert len(edges) == len(counts) + 1
                assert sum(counts) == MATCHES
                assert counts == np.histogram(values, edges)[0].tolist()


@pytest.mark.parametrize("size", [1, 3, 50, 10**6, 10**12])
def test_bins_of_whole_numbers_are_round(size):
    """Some forty bins, 1, 2 or 5 times a power of ten wide, from a multiple of that on, hold every number."""
    values = np.random.default_rng(size).integers(-size, size + 1, 400).tolist()
    found = of_whole({"some": Counter(values[:300]), "rest": Counter(values[300:])})
    assert [sum(of) for of in found.counts.values()] == [300, 100]
    assert str(found.width).rstrip("0").rstrip(".") in ("1", "2", "5")
    assert found.edges[0] % found.width == 0
    assert found.edges[0] <= min(values) <= max(values) < found.edges[-1]
    assert len(found.edges) <= 2.5 * BINS
    assert found.shares("some").sum() == pytest.approx(100)


@pytest.mark.parametrize("scale", [1e-6, 0.3, 1, 40, 1e6])
def test_bins_around_zero_have_it_in_the_middle(scale):
    """Zero is as far from the edge above it as from the one below, and every value is counted."""
    values = np.random.default_rng(2).normal(0, scale, (2, 300))
    found = around_zero({"a": values[0], "b": values[1]})
    assert [sum(of) for of in found.counts.values()] == [300, 300]
    above = int(np.searchsorted(found.edges, 0))
    assert found.edges[above] == pytest.approx(-found.edges[above - 1])
    assert len(found.edges) <= 2.5 * BINS


def test_nan_is_no_json():
    """The check above would see a NaN."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        json.dumps(document({"x": (nan,)}), allow_nan=False)
