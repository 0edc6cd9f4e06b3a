"""Tables of published matches with score sheets, and halves of them: what is read, and what is refused and how."""

from dataclasses import replace

import numpy as np
import pytest
from places import shared

import rules
from analysis.documents import document
from analysis.event.details import read_details
from analysis.event.distances import halves_apart
from analysis.event.judging import event_statistics
from analysis.event.published import half, read_table, with_details
from analysis.event.validate import count_events, validate, validation_request, yardstick
from rules.errors import FgcError
from sim.play.event import play_event, play_repeats

OCEAN = rules.load("fgc_2019")
COUNTS = ("processing_barge_reuse", "processing_barge_recycle", "processing_barge_recovery", "reduction_processing")
DOCKINGS = tuple(f"end_robot_{number}_docking" for number in ("one", "two", "three"))
COLUMNS = tuple(f"{side}_{name}" for side in ("red", "blue") for name in (*COUNTS, *DOCKINGS))
HEAD = f"match,{','.join(COLUMNS)}\n"
ROW = "1,0,1,2,3,0,1,2,4,5,6,7,3,3,3\n"
REUSE = "match,red_processing_barge_reuse,blue_processing_barge_reuse\n"
TEAMS = "red1,red2,red3,blue1,blue2,blue3"


def table_of(scores, teams):
    """Write matches as a CSV file and read it."""
    rows = (f"{','.join(map(str, [*who, *score]))}\n" for who, score in zip(teams, scores, strict=True))
    return read_table(f"{TEAMS},red_score,blue_score\n{''.join(rows)}".encode(), "made.csv")


def details_of(sheet):
    """Write the score sheets of matches as a CSV file."""
    counts = np.stack([sheet.reuse, sheet.recycle, sheet.recovery, sheet.reduction], axis=2)
    rows = np.concatenate([counts, sheet.docking], axis=2).reshape(len(counts), -1).tolist()
    return (HEAD + "".join(f"x,{','.join(map(str, row))}\n" for row in rows)).encode()


@pytest.fixture(scope="module")
def real():
    """Play the event that is taken for the published one."""
    return play_event("2019", seed=5).repeats[0]


@pytest.fixture(scope="module")
def table(real):
    """Give it as a table of matches with score sheets."""
    scores, teams = real.matches.scores.tolist(), real.schedule.team.tolist()
    return with_details(table_of(scores, teams), details_of(real.matches.sheet), "sheets.csv", OCEAN)


def counted(table, repeats=3):
    """Play events to be laid beside a table: what was asked for, and what was kept of each."""
    request = validation_request("2019", table, repeats, 1)
    return request, count_events(yardstick(request, table), request, range(repeats), 2, lambda _: None)


def validated(table, repeats=3):
    """Lay simulated events beside a table, and give the document."""
    request, events = counted(table, repeats)
    return document(validate(yardstick(request, table), request, events))


def test_score_sheets_are_read_as_they_were_written(table, real):
    """Every entry of the columns comes back in its place; the fouls, which have none, are not known."""
    for name in ("reuse", "recycle", "recovery", "reduction", "docking"):
        assert (getattr(table.details.matches.sheet, name) == getattr(real.matches.sheet, name)).all()
    assert table.details.given == {"reuse", "recycle", "recovery", "reduction", "docking"}
    assert (table.details.whole, table.details.fouls, table.details_name) == (True, False, "sheets.csv")


def test_values_flags_and_nested_entries_are_read_as_in_documents():
    """A state is its value, a flag 0 or 1, a nested entry has a dotted name."""
    columns = [f"{side}Robot{n}BraceState" for side in ("red", "blue") for n in ("One", "Two", "Three")]
    found = read_details(f"{','.join(columns)}\n0,0.05,0.1,0.2,0.3,0\n".encode(), "b.csv", rules.load("fgc_2026"))
    assert found.matches.sheet.brace.tolist() == [[[0, 1, 2], [3, 4, 0]]]
    names = [f"{side}NexusState.{wall}{n}" for side in ("red", "blue") for wall in ("CW", "EC") for n in range(1, 7)]
    cells = ",".join("0" * 23 + "1")
    found = read_details(f"{','.join(names)}\n{cells}\n".encode(), "n.csv", rules.load("fgc_2024"))
    assert (found.matches.sheet.nexus.sum(), found.matches.sheet.nexus[0, 1, 11], found.given) == (1, 1, {"nexus"})
    fouls = read_details(b"red_min_pen,blue_min_pen\n2,0\n", "f.csv", OCEAN)
    assert (fouls.matches.sheet.fouls_minor.tolist(), fouls.whole) == ([[2, 0]], False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("row 1", "red_processing_barge_reuse", "found none")),
        ("match\n1\n", ("row 1", "red_processing_barge_reuse", "found none")),
        (HEAD.replace("red_processing_barge_reuse", "red_processing_reuse") + ROW, ("row 1", "barge_reuse?")),
        (HEAD.replace("match", "id") + ROW, ("row 1", "'id'")),
        (HEAD.replace("match", "coopertition_bonus") + ROW, ("row 1", "'coopertition_bonus'")),
        ("match,red_processing_barge_reuse\n1,2\n", ("row 1", "blue_processing_barge_reuse too")),
        (REUSE.replace("match", "red_processing_barge_reuse") + "1,2,3\n", ("row 1", "more than once")),
        (REUSE + "1,2\n", ("row 2", "3 cells", "found 2")),
        (REUSE + "1,2,3\n2,,3\n", ("row 3", "red_processing_barge_reuse", "0 to 9,999", 'found ""')),
        (REUSE + "1,2,x\n", ("row 2", "blue_processing_barge_reuse", "whole number", '"x"')),
        (REUSE + "1,2.5,3\n", ("row 2", "red_processing_barge_reuse", "2.5")),
        (REUSE + "1,-1,3\n", ("row 2", "red_processing_barge_reuse", "-1")),
        (REUSE + "1,10000,3\n", ("row 2", "found 10000")),
        (REUSE + "1,nan,3\n", ("row 2", '"nan"')),
        (REUSE + "1,1e2,3\n", ("row 2", '"1e2"')),
        (REUSE + f"1,{'9' * 5000},3\n", ("row 2", "red_processing_barge_reuse")),
        (HEAD + ROW.replace("3,3,3", "3,4,3"), ("row 2", "blue_end_robot_two_docking", "3 (ELEVATED)", "found 4")),
        (REUSE.encode() + b"\xff", ("UTF-8",)),
    ],
)
def test_what_are_no_score_sheets_says_where(text, expected):
    """Score sheets that cannot be read give one error with file, row, column and what was expected."""
    with pytest.raises(FgcError) as caught:
        read_details(text if isinstance(text, bytes) else text.encode(), "sheets.csv", OCEAN)
    assert str(caught.value).startswith("sheets.csv: ")
    assert "\n" not in str(caught.value)
    assert all(each in str(caught.value) for each in expected), str(caught.value)


@pytest.mark.parametrize("rows", [0, 1, 9])
def test_every_match_needs_its_score_sheet(rows):
    """A file with another number of rows than the table has is refused, with both numbers."""
    matches = table_of([[1, 2]] * 8, [range(6)] * 8)
    with pytest.raises(
        FgcError, match=f"few.csv: expected a row for each of the 8 matches of made.csv, found {rows}"
    ):
        with_details(matches, (HEAD + ROW * rows).encode(), "few.csv", OCEAN)


def test_halves_by_hand():
    """The odd half has the 1st, 3rd, ... match, the even half the others; each knows its places and the whole."""
    matches = table_of([[n, 2 * n] for n in range(17)], [range(6)] * 17)
    odd, even = half(matches, "odd"), half(matches, "even")
    assert (odd.scores[:, 0].tolist(), odd.places.tolist()) == (list(range(0, 17, 2)),) * 2
    assert (even.scores[:, 0].tolist(), even.places.tolist()) == (list(range(1, 17, 2)),) * 2
    assert (odd.half, even.half, odd.whole, even.whole, matches.half) == ("odd", "even", matches, matches, None)


def test_what_cannot_be_halved():
    """There are two halves, and each needs eight matches."""
    matches = table_of([[1, 2]] * 15, [range(6)] * 15)
    with pytest.raises(FgcError, match=r"half: expected odd or even, found 'evn'; did you mean even\?"):
        half(matches, "evn")
    with pytest.raises(FgcError, match=r"made\.csv: expected at least 16 matches to halve, found 15"):
        half(matches, "odd")


@pytest.mark.parametrize(("which", "first"), [("odd", 0), ("even", 1)])
def test_a_half_is_what_a_file_cut_by_hand_is(table, which, first):
    """All that is published of a half is what a file with these matches alone tells."""
    teams = [[f"T{team}" for team in match] for match in table.teams[first::2]]
    cut = table_of(table.scores[first::2].tolist(), teams)
    sheet = table.details.at(slice(first, None, 2)).matches.sheet
    cut = with_details(cut, details_of(sheet), "cut.csv", OCEAN)
    request = validation_request("2019", table, 2, 1)
    found = yardstick(request, half(table, which)).published
    expected = yardstick(request, cut).published
    assert found == pytest.approx({name: expected[name] for name in found})
    assert set(event_statistics(cut.scores, cut.teams)) < set(found)


def test_a_half_is_laid_beside_the_same_places(table):
    """Simulated events are as long as the whole table, and of each the matches at the half's places are compared."""
    request, events = counted(half(table, "even"))
    assert (request.matches, half(table, "even").played) == (284, 142)
    for repeat, (scores, told, _) in zip(play_repeats(request), events, strict=True):
        assert (scores == repeat.matches.scores[1::2]).all()
        assert told["docking.full"] == pytest.approx((repeat.matches.sheet.docking[1::2] == 2).mean())
        own = event_statistics(repeat.matches.scores[1::2], repeat.schedule.team[1::2])
        assert {name: told[name] for name in own} == pytest.approx(own)


def test_figures_of_the_whole_event_are_left_out_of_a_half(table):
    """What a half's own table and score sheets do not tell is not compared, and is named."""
    bare = validated(half(replace(table, details=None), "odd"))
    assert not [name for name in bare["statistics"] if name.startswith(("elements", "docking", "points"))]
    assert {"elements.total", "docking.none", "points.reuse"} < set(bare["left_out"])
    assert (bare["matches"], bare["half"], bare["no_events"]) == (142, "odd", "scores")
    full = validated(half(table, "odd"))
    assert (full["left_out"], full["not_compared"], full["no_events"]) == ([], [], "entries")
    assert full["statistics"]["elements.total_sd"]["no_events"] is not None
    assert full["halves"] == bare["halves"] == halves_apart(table.scores)._asdict()
    assert full["distances"]["published_sd"] == table.scores.std()


def test_score_sheets_that_do_not_score_what_the_table_has_are_counted(table):
    """The document says in how many matches the score sheets score, by the rules, what is published."""
    agree = (table.details.matches.scores == table.scores).all(axis=1)
    assert validated(table, 2)["scores_agree"] == agree.sum()
    shifted = replace(table, details=table.details.at(np.roll(np.arange(table.played), 1)))
    assert validated(shifted, 2)["scores_agree"] < 0.05 * table.played


def test_events_are_as_long_as_the_table_needs(table):
    """Teams play as little more often as gives the event as many matches as the table has."""
    assert validation_request("2019", table, 2, 1).each == 9
    one_more = np.arange(table.played + 1) % table.played
    longer = replace(table, scores=table.scores[one_more], teams=table.teams[one_more])
    asked = validation_request("2019", longer, 2, 1)
    assert (asked.each, asked.matches) == (10, 315)


@pytest.mark.parametrize(("year", "expected"), [("2019", (0.105, 0.063)), ("2026", (0.107, 0.077))])
def test_published_halves_lie_apart(year, expected):
    """How far the halves of published events lie apart is what others have measured."""
    path = shared("data", f"matches_{year}.csv")
    found = halves_apart(read_table(path.read_bytes(), str(path)).scores)
    assert found == pytest.approx(expected, abs=0.00051)


def test_the_command_compares_a_half(here, table, real, tmp_path):
    """The command says which half it compares, with what, how far the halves lie apart, and leaves nothing out."""
    files = {"--matches-file": tmp_path / "m.csv", "--details": tmp_path / "d.csv"}
    rows = zip(table.teams.tolist(), table.scores.tolist(), strict=True)
    text = "".join(f"{','.join(map(str, (*who, *scores)))}\n" for who, scores in rows)
    files["--matches-file"].write_text(f"{TEAMS},red_score,blue_score\n{text}", encoding="utf-8")
    files["--details"].write_bytes(details_of(real.matches.sheet))
    done = here(
        "validate",
        "--season",
        "2019",
        "--half",
        "odd",
        "--repeats",
        "2",
        *(x for pair in files.items() for x in pair),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "the odd-numbered 142 of the 284 published matches" in done.stdout
    apart = halves_apart(table.scores).wasserstein
    assert f"{apart:.3f} from the odd-numbered published matches to the even-numbered ones" in done.stdout
    assert "every entry of the score sheets is drawn alone" in done.stdout
    first = [line.strip().split(" ")[0] for line in done.stdout.splitlines()]
    assert first[first.index("elements.reuse") - 1] == ""
    assert first.index("elements.total_sd") - first.index("elements.reuse") == 13


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--half", "odd"), "sim: --half: expected a table of matches beside it, found none\n"),
        (("--details", "x"), "sim: --details: expected a table of matches beside it, found none\n"),
    ],
)
def test_what_needs_a_table_says_so(here, args, expected):
    """Halves and score sheets are of a table of matches: without one there is one line, and no traceback."""
    done = here("validate", "--season", "2019", *args)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", expected)
