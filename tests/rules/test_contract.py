"""What every season's rules keep, whatever the season: on sheets that hypothesis makes up."""

from copy import deepcopy
from dataclasses import fields, replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matches import as_bytes
from strategies import batches, documents_of, of_one_match, own_axes, sheets, sides_swapped

import rules
from rules.documents import columns_of, read, sheet_from, sheet_of
from rules.errors import SheetError
from rules.season import Season, entries

SEASONS = [rules.load(key) for key in rules.keys()]
every_season = pytest.mark.parametrize("season", SEASONS, ids=lambda season: season.key)
ENTRIES = [
    pytest.param(season, name, id=f"{season.key}-{name}") for season in SEASONS for name in entries(season.sheet)
]
every_entry = pytest.mark.parametrize(("season", "name"), ENTRIES)
every_own_axis = pytest.mark.parametrize(
    ("season", "name", "axis"),
    [
        pytest.param(season, name, i, id=f"{season.key}-{name}-{axis}")
        for season in SEASONS
        for name, entry in entries(season.sheet).items()
        for i, axis in enumerate(entry.axes)
    ],
)


def legal(season: Season, batch: tuple[int, ...] = (2,)) -> Any:
    """Make the sheet of matches in which nothing happened."""
    axes = {name: own_axes(entry) for name, entry in entries(season.sheet).items()}
    return season.sheet(**{name: np.zeros(batch + own, dtype=np.int64) for name, own in axes.items()})


def with_value(sheet: Any, name: str, value: int) -> Any:
    """Write this value into the last element of one entry."""
    array = getattr(sheet, name).copy()
    array.flat[-1] = value
    return replace(sheet, **{name: array})


def assert_refused(season: Season, sheet: Any, name: str) -> str:
    """Fail unless scoring raises a SheetError that names this entry; give its text."""
    with pytest.raises(SheetError) as caught:
        season.score(sheet)
    assert caught.value.parts[0] == name
    return str(caught.value)


@every_season
@given(data=st.data())
def test_total_is_the_exact_sum_of_the_parts(season, data):
    """A total in the season's unit is the sum of the parts, to the last unit."""
    points = season.score(data.draw(sheets(season, data.draw(batches()))))
    assert points.unit == season.unit
    np.testing.assert_array_equal(points.total * season.unit, sum(points.parts.values()))


@every_season
@given(data=st.data())
def test_points_are_int64_of_both_sides(season, data):
    """Parts and total are whole numbers, a red and a blue one for each match of the batch."""
    batch = data.draw(batches())
    points = season.score(data.draw(sheets(season, batch)))
    for array in (points.total, *points.parts.values()):
        assert array.dtype == np.int64
        assert array.shape == (*batch, 2)


@every_season
@given(data=st.data())
def test_a_batch_is_the_loop_over_its_matches(season, data):
    """Scoring many matches at once gives what scoring each alone gives, and so does what follows from sheets."""
    batch = data.draw(st.sampled_from([(3,), (2, 2)]))
    sheet = data.draw(sheets(season, batch))
    together = season.score(sheet)
    follow = {name: of(sheet, season.points) for name, of in season.derived.items()}
    for index in product(*map(range, batch)):
        match = of_one_match(sheet, index)
        alone = season.score(match)
        for name, of in season.derived.items():
            np.testing.assert_array_equal(follow[name][index], of(match, season.points), name)
        np.testing.assert_array_equal(together.total[index], alone.total)
        for part, points in alone.parts.items():
            np.testing.assert_array_equal(together.parts[part][index], points)


@every_season
@given(data=st.data())
def test_what_a_season_ranks_by_is_the_score_or_named(season, data):
    """What teams gather is a number for each side; where it is called the alliance score, it is the total."""
    sheet = data.draw(sheets(season, (3,)))
    points = season.score(sheet)
    measure = season.measure(sheet, points)
    assert measure.shape == (3, 2)
    assert (season.measured == "alliance score") == (measure is points.total)


@every_season
@given(data=st.data())
def test_swapping_the_sides_swaps_the_points(season, data):
    """Red and blue are treated alike: swapped sheets give swapped parts and totals."""
    sheet = data.draw(sheets(season, (2,)))
    points, swapped = season.score(sheet), season.score(sides_swapped(sheet))
    np.testing.assert_array_equal(swapped.total, points.total[..., ::-1])
    for part, array in points.parts.items():
        np.testing.assert_array_equal(swapped.parts[part], array[..., ::-1])


@every_season
@given(data=st.data())
def test_scoring_leaves_its_input_untouched(season, data):
    """Scoring writes into no array of the sheet."""
    sheet = data.draw(sheets(season, (2,)))
    before = deepcopy(sheet)
    season.score(sheet)
    for each in fields(sheet):
        np.testing.assert_array_equal(getattr(sheet, each.name), getattr(before, each.name))


@every_season
def test_scoring_reads_arrays_that_cannot_be_written(season):
    """A sheet of read-only arrays scores like any other."""
    sheet = legal(season)
    for each in fields(sheet):
        getattr(sheet, each.name).setflags(write=False)
    assert season.score(sheet).total.shape == (2, 2)


@every_season
@given(data=st.data())
def test_points_share_no_memory_with_the_sheet(season, data):
    """Writing into the points afterwards cannot change the sheet."""
    sheet = data.draw(sheets(season, (2,)))
    points = season.score(sheet)
    own = [getattr(sheet, each.name) for each in fields(sheet)]
    given_back = (points.total, *points.parts.values())
    assert not any(np.shares_memory(array, out) for array in own for out in given_back)


@every_season
@given(data=st.data())
def test_columns_and_back_give_the_same_sheet(season, data):
    """A sheet taken apart into official names and built again is the same."""
    sheet = data.draw(sheets(season, data.draw(st.sampled_from([(), (3,), (2, 2)]))))
    again = sheet_from(columns_of(sheet), season)
    for each in fields(sheet):
        np.testing.assert_array_equal(getattr(again, each.name), getattr(sheet, each.name), strict=True)


@every_season
@given(data=st.data())
def test_documents_and_back_give_the_same_points(season, data):
    """A sheet written as official documents and read again scores the same."""
    sheet = data.draw(sheets(season, (2,)))
    again = sheet_of(read(as_bytes(documents_of(sheet)), season), season)
    np.testing.assert_array_equal(season.score(again).total, season.score(sheet).total, strict=True)


@every_season
def test_parts_bear_the_names_of_the_season_in_its_order(season):
    """The breakdown has the season's parts, no more, no fewer, in the manual's order."""
    assert list(season.score(legal(season)).parts) == list(season.parts)


@every_season
def test_each_entry_and_part_says_what_it_means(season):
    """No entry and no part of a season is without its sentence."""
    meanings = [*(entry.doc for entry in entries(season.sheet).values()), *season.parts.values()]
    assert all(meaning.strip() for meaning in meanings)


@every_season
def test_codes_run_from_zero_without_a_gap(season):
    """Between 0 and an entry's largest value every whole number is legal."""
    for entry in entries(season.sheet).values():
        if entry.codes is not None:
            assert sorted(entry.codes) == list(range(entry.most + 1))


@every_entry
def test_the_largest_legal_value_is_read(season, name):
    """The upper bound of an entry is itself legal."""
    sheet = with_value(legal(season), name, entries(season.sheet)[name].most)
    assert season.score(sheet).total.shape == (2, 2)


@every_entry
def test_a_value_past_the_largest_is_refused(season, name):
    """A code that the season does not know, and a count of 10,000, raise."""
    assert_refused(season, with_value(legal(season), name, entries(season.sheet)[name].most + 1), name)


@every_entry
@pytest.mark.parametrize("value", [-1, 10_000, 2**62, -(2**62)])
def test_what_no_sheet_can_hold_is_refused(season, name, value):
    """A negative number and one of five digits raise, in every entry, and are told among others that are legal."""
    assert assert_refused(season, with_value(legal(season), name, value), name).endswith(f", found {value}")


@every_entry
@pytest.mark.parametrize("dtype", ["float64", "bool", "complex128", "object", "U1"])
def test_arrays_that_are_not_whole_numbers_are_refused(season, name, dtype):
    """An array of another type raises, even where all its values would be legal."""
    sheet = legal(season)
    assert_refused(season, replace(sheet, **{name: getattr(sheet, name).astype(dtype)}), name)


@every_entry
@pytest.mark.parametrize("dtype", ["int8", "uint8", "uint64"])
def test_whole_numbers_of_any_width_score_alike(season, name, dtype):
    """Small and unsigned whole numbers are read as the int64 they stand for."""
    sheet = with_value(legal(season), name, 1)
    narrow = season.score(replace(sheet, **{name: getattr(sheet, name).astype(dtype)}))
    np.testing.assert_array_equal(narrow.total, season.score(sheet).total, strict=True)


@every_own_axis
@pytest.mark.parametrize("change", [-1, 1], ids=["short", "long"])
def test_a_wrong_axis_length_is_refused(season, name, axis, change):
    """One element too many or too few along an entry's own axis raises."""
    lengths = list(own_axes(entries(season.sheet)[name]))
    lengths[axis] += change
    assert_refused(season, replace(legal(season), **{name: np.zeros((2, *lengths), dtype=np.int64)}), name)


@every_entry
def test_an_entry_of_other_matches_is_refused(season, name):
    """Entries of two and of three matches make no sheet together."""
    own = own_axes(entries(season.sheet)[name])
    sheet = replace(legal(season), **{name: np.zeros((3, *own), dtype=np.int64)})
    with pytest.raises(SheetError, match="same matches"):
        season.score(sheet)
