"""`sim validate`: the whole chain on an event of the model itself, distances and baseline, tables that are none."""

import json
from dataclasses import replace

import numpy as np
import pytest
from pictures import assert_drawn
from reading import content, figures_of, said
from scipy import stats

from analysis.documents import document
from analysis.event.baseline import drawn_scores
from analysis.event.distances import distances
from analysis.event.judging import event_statistics
from analysis.event.observed import figures_in, statistics_of, values_of
from analysis.event.published import Published, read_table
from analysis.event.statistics import distance, spread_of
from analysis.event.validate import (
    FALSE_ALARMS,
    count,
    count_events,
    far_from,
    marks,
    picture_of,
    validate,
    validation_request,
    yardstick,
)
from analysis.plots.validation import validation_picture
from rules.errors import FgcError
from sim.play.event import play_event, play_repeats
from sim.table.language import seed

HEAD = "match,red1,red2,red3,blue1,blue2,blue3,red_score,blue_score\n"
ROW = "1,A,B,C,D,E,F,10,20\n"
REPEATS = 20
VALIDATE = ("validate", "--season", "2022")


def written(scores, teams):
    """Write matches as a CSV file."""
    rows = zip(teams.tolist(), scores.tolist(), strict=True)
    return HEAD + "".join(f"{n},{','.join(f'T{t}' for t in who)},{a},{b}\n" for n, (who, (a, b)) in enumerate(rows))


@pytest.fixture(scope="module")
def real():
    """Play the event that is taken for the published one."""
    return play_event("2022", seed=77).repeats[0]


@pytest.fixture(scope="module")
def events():
    """Play the events it is laid beside."""
    return list(play_repeats(validation_request("2022", None, REPEATS, 1)))


@pytest.fixture(scope="module")
def table(real):
    """Give the event as a table of matches, written and read."""
    return read_table(written(real.matches.scores, real.schedule.team).encode(), "real.csv")


def counted(table):
    """Count what is laid beside a table of the events, which are played again."""
    request = validation_request("2022", table, REPEATS, 1)
    beside = yardstick(request, table)
    return beside, request, count_events(beside, request, range(REPEATS), 2, lambda _: None)


def validated(table):
    """Lay the events beside a table, and give the document."""
    return document(validate(*counted(table)))


def test_a_table_is_read_as_it_was_played(table, real):
    """Scores come back as they were, and a team is the same one wherever it stood."""
    assert (table.scores == real.matches.scores).all()
    pairs = set(zip(table.teams.ravel().tolist(), real.schedule.team.ravel().tolist(), strict=True))
    assert len(pairs) == 162


@pytest.mark.slow
def test_an_event_of_the_model_is_not_far(table):
    """No statistic of an event of the model itself has |z| > 4.5.

    Where the model is true, z / sqrt(1 + 1/20) is about Student's t with 19 degrees of freedom, so one statistic is
    that far in 0.033 %, and one of the 37 in less than 1.3 %: the false-alarm rate, were the seeds not fixed.
    """
    rate = 2 * stats.t.sf(4.5 / np.sqrt(1 + 1 / REPEATS), REPEATS - 1)
    told = validated(table)
    own = {name: each for name, each in told["statistics"].items() if name in event_statistics(*two(table))}
    assert len(own) == 37
    assert len(own) * rate < 0.013
    assert {name: each["z"] for name, each in own.items() if abs(each["z"]) > 4.5} == {}
    assert max(told["distances"]["as_far"].values()) > 0


@pytest.mark.parametrize("events", [2, 4, 20, 200])
def test_few_events_mark_no_more_by_chance(events):
    """One more value of the same kind is marked as rarely with few events as with many: 0.27 % within four errors."""
    tries = 4_000_000 // events
    drawn = np.random.default_rng(events).standard_normal((tries, events + 1), dtype=np.float32)
    z = (drawn[:, 0] - drawn[:, 1:].mean(axis=1)) / drawn[:, 1:].std(axis=1, ddof=1)
    marked = float((np.abs(z) > far_from(events)).mean())
    assert marked == pytest.approx(FALSE_ALARMS, abs=4 * (FALSE_ALARMS / tries) ** 0.5)


def two(table):
    """Give what a table's statistics are of."""
    return table.scores, table.teams


@pytest.mark.slow
def test_another_event_is_far(table):
    """Half as many points again are far off by mean and distance, equal sides by their correlation and ties."""
    more = validated(replace(table, scores=table.scores * 3 // 2))
    assert more["statistics"]["alliance_score.mean"]["z"] > 5
    assert more["distances"]["as_far"] == {"wasserstein": 0, "kolmogorov_smirnov": 0}
    equal = replace(table, scores=np.repeat(table.scores[:, :1], 2, axis=1))
    far = validated(equal)["statistics"]
    assert min(far["match.correlation"]["z"], far["match.ties"]["z"]) > 5
    assert far["match.margin"]["z"] < -5


def test_every_number_is_what_it_says(table, events):
    """Means, sd and z are of the events' own statistics; the baseline's are of drawn scores, without teams' share."""
    told = validated(table)
    each = told["statistics"]["team.sd"]
    own = [event_statistics(event.matches.scores, event.schedule.team)["team.sd"] for event in events]
    assert (each["simulated"], each["sd"]) == pytest.approx((np.mean(own), np.std(own, ddof=1)))
    assert each["z"] == pytest.approx((each["published"] - np.mean(own)) / np.std(own, ddof=1))
    assert abs(each["no_events"]) < each["published"] / 2
    assert told["statistics"]["ranking_score.max"]["no_events"] is None
    pool = np.concatenate([event.matches.scores for event in events])
    sd = table.scores.std()
    found = told["distances"]
    assert found["pooled_events"]["wasserstein"] == pytest.approx(distance(table.scores, pool).wasserstein / sd)
    others = [np.concatenate([o.matches.scores for o in events if o is not e]) for e in events]
    floor = [distance(e.matches.scores, other).kolmogorov_smirnov for e, other in zip(events, others, strict=True)]
    assert found["floor"]["kolmogorov_smirnov"] == pytest.approx(np.mean(floor))


def test_the_beginning_of_an_event_is_laid_beside_beginnings(table, events):
    """A table of the first 200 matches is compared with the first 200; figures of the ranking with all of it."""
    part = Published("part", table.scores[:200], table.teams[:200], np.arange(200))
    told = validated(part)
    expected = np.mean([event.matches.scores[150:200].mean() for event in events])
    assert (told["matches"], told["each"]) == (200, 12)
    assert told["statistics"]["quarter.4"]["simulated"] == pytest.approx(expected)
    whole = np.mean([max(row["rankingScore"] for row in event.ranking) for event in events])
    assert told["statistics"]["ranking_score.max"]["simulated"] == pytest.approx(whole)


def test_a_table_with_more_matches_makes_longer_events(table):
    """A table with more matches than the season had is met by events in which teams play more often."""
    longer = Published("longer", np.tile(table.scores, (2, 1)), np.tile(table.teams, (2, 1)), np.arange(648))
    asked = validation_request("2022", longer, 2, 1)
    assert (asked.each, asked.matches) == (24, 648)


def test_one_event_is_not_enough():
    """A single event has no spread to measure by: at least two are asked for."""
    with pytest.raises(FgcError, match="repeats: expected a whole number from 2 to 65,536, found 1"):
        validation_request("2022", None, 1, 1)


def test_figures_alone_are_compared(events):
    """Without a table every published figure of the seed file has its statistic, and no distance is made up."""
    told = validated(None)
    assert list(told["statistics"]) == list(figures_in(seed("fgc_2022")))
    assert (told["distances"], told["not_compared"], told["matches_file"]) == (None, [], None)
    ranking = np.array([[row["highestScore"] for row in event.ranking] for event in events])
    found = told["statistics"]["highest_score.p50"]["simulated"]
    assert found == pytest.approx(np.median(ranking, axis=1).mean())


def test_statistics_by_their_names(real):
    """Parts, states, counted entries and columns of the ranking are found by name; what is no group gives nothing."""
    found = statistics_of(real, ("points", "storage", "match", "wins", "nothing"), slice(None))
    sheet = real.matches.sheet
    assert found["match.carbon"] == pytest.approx(sheet.carbon.mean())
    assert found["points.carbon"] == pytest.approx(sheet.carbon.mean())
    assert found["storage.hi"] == pytest.approx((sheet.storage == 4).mean())
    assert found["match.ties"] == (real.matches.scores[:, 0] == real.matches.scores[:, 1]).mean()
    assert found["wins.mean"] == pytest.approx(np.mean([row["wins"] for row in real.ranking]))
    assert not any(name.startswith("nothing") for name in found)
    assert values_of(real, "alliance_score").size == 648


def test_scores_drawn_without_matches():
    """Each side keeps its mean and variance, and neither side, nor order, tells of another: |z| < 4, 1 in 10,000."""
    scores = np.random.default_rng(3).integers((0, 20), (100, 120), (50, 2))
    drawn = np.array(drawn_scores(scores, 400, len(scores), 5))
    assert drawn.shape == (400, 50, 2)
    error = scores.std(axis=0) / np.sqrt(400 * 50)
    assert (np.abs(drawn.mean(axis=(0, 1)) - scores.mean(axis=0)) < 4 * error).all()
    assert drawn.var(axis=(0, 1)) == pytest.approx(scores.var(axis=0), rel=0.1)
    assert abs(np.corrcoef(drawn.reshape(-1, 2).T)[0, 1]) < 4 / np.sqrt(400 * 50)
    assert np.array_equal(drawn_scores(np.zeros((9, 2)), 2, 9, 1), np.zeros((2, 9, 2)))


def test_the_floor_of_equal_events_is_nothing():
    """Events that are all the published one have no distance; all lie as far off as it."""
    scores = np.arange(20).reshape(10, 2)
    found = distances(scores, [scores] * 3, [scores + 1])
    assert found.pooled_events == found.floor == (0, 0)
    assert found.as_far == (1, 1)
    assert found.no_events.wasserstein == pytest.approx(1 / scores.std())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("row 1", "red_score")),
        (HEAD.replace("blue2", "red2") + ROW * 8, ("row 1", "red2", "more than once")),
        (HEAD.replace("blue3", "blue4") + ROW * 8, ("row 1", "blue3")),
        (HEAD + ROW + "2,A,B,C,D,E,F,10\n", ("row 3", "9 cells", "8")),
        (HEAD + ROW.replace("20", "2.5") + ROW * 8, ("row 2", "blue_score", "whole number", "2.5")),
        (HEAD + ROW.replace("10", "") + ROW * 8, ("row 2", "red_score")),
        (HEAD + ROW * 3 + ROW.replace("F", "A"), ("row 5", "blue3", "'A'")),
        (HEAD + ROW.replace("B", " ") + ROW * 8, ("row 2", "red2")),
        (HEAD + ROW * 7, ("row 8", "at least 8 matches")),
        (HEAD + 'a"b,"' + ROW, ("CSV",)),
        (HEAD.encode() + b"\xff", ("UTF-8",)),
        (b"\xef\xbb\xbf" + HEAD.encode() + b"\x00", ("real.csv",)),
    ],
)
def test_what_is_no_table_says_where(text, expected):
    """A table that cannot be read gives one error with the file, the row and what was expected."""
    with pytest.raises(FgcError) as caught:
        read_table(text if isinstance(text, bytes) else text.encode(), "real.csv")
    assert str(caught.value).startswith("real.csv: ")
    assert all(each in str(caught.value) for each in expected)


@pytest.mark.slow
def test_the_picture_says_what_is_drawn(table):
    """Both panels name the published and the simulated; every share is counted, and quantiles are points."""
    beside, _, events = counted(table)
    what, published, quantiles, values = picture_of(beside, events)
    figure = validation_picture(what, published, quantiles, values, "The title", "The note")
    assert (figure.get_suptitle(), figure.get_supxlabel()) == ("The title", "The note")
    left, right, *legends = figure.axes
    assert [patch.get_data()[0].sum() for patch in left.patches] == pytest.approx([100, 100])
    for patch, drawn in zip(left.patches, (np.concatenate(values), published), strict=True):
        shares, edges, _ = patch.get_data()
        assert shares * drawn.size / 100 == pytest.approx(np.histogram(drawn, edges)[0])
    assert right.lines[-1].get_ydata()[-1] == 100
    for axes, beside in zip((left, right), legends, strict=True):
        texts = [text.get_text() for text in beside.get_legend().get_texts()]
        assert {"simulated events, pooled", "published event"} <= set(texts)
        assert axes.get_xlabel() == "alliance score (points)"
    beside, _, events = counted(None)
    what, published, quantiles, values = picture_of(beside, events)
    assert (what, published) == ("ranking score (points)", None)
    assert (
        quantiles
        == marks(figures_in(seed("fgc_2022")), "ranking_score")
        == {5: 104, 10: 110, 25: 122, 50: 138, 75: 161, 90: 173.9, 95: 188, 99: 318}
    )
    points = validation_picture(what, published, quantiles, values, "", "").axes[1].lines[-1]
    assert dict(zip(points.get_ydata(), points.get_xdata(), strict=True)) == quantiles
    assert list(quantiles) == sorted(quantiles)
    assert spread_of(values[0])["max"] <= max(values[0])


@pytest.mark.slow
def test_the_command(sim, table, real, tmp_path):
    """The command prints one document, and for people the same statistics and distances; the picture is drawn."""
    file = tmp_path / "real.csv"
    file.write_text(written(real.matches.scores, real.schedule.team), encoding="utf-8")
    args = (*VALIDATE, "--matches-file", file, "--repeats", "2", "--seed", "3")
    done = sim(*args, "--json", "--plot", tmp_path)
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    told = figures_of(done)
    request, beside = validation_request("2022", table, 2, 3), replace(table, name=str(file))
    played = count(yardstick(request, beside), request, range(2))
    assert told == json.loads(json.dumps(document(validate(yardstick(request, beside), request, played))))
    assert told["cold"] is False
    assert_drawn(tmp_path / "fgc_2022.png")
    assert sim(*args, "--plot", tmp_path / "mine.svg").stdout.endswith("mine.svg.\n")
    assert (tmp_path / "mine.svg").read_bytes().startswith(b"<?xml")
    lines = [" ".join(line.split()) for line in sim(*args).stdout.splitlines()]
    assert sum(line.split(" ")[0] in told["statistics"] for line in lines) == len(told["statistics"])
    assert f"{told['distances']['floor']['wasserstein']:.3f} from one simulated event" in " ".join(lines)


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--cold",)], ids=["own", "cold"])
def test_nothing_depends_on_the_jobs(sim, table, tmp_path, options):
    """However many events are played at once, what is printed, and drawn, is the same to the last byte."""
    file = tmp_path / "real.csv"
    file.write_text(written(table.scores, table.teams), encoding="utf-8")
    args = (*VALIDATE, "--matches-file", file, "--repeats", "5", *options)
    for more in (("--json",), ()):
        one, two = (said(sim(*args, *more, "--jobs", jobs)) for jobs in ("1", "2"))
        assert one == two
    folders = [tmp_path / jobs for jobs in ("1", "2")]
    for folder in folders:
        said(sim(*args, "--json", "--jobs", folder.name, "--plot", folder))
    assert content(folders[0]) == content(folders[1])
    assert list(content(folders[0])) == ["fgc_2022.png"]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("--matches-file", "@/bad.csv"), ("bad.csv: row 2: ", "red_score")),
        (("--plot", "@/new/x.png"), ("x.png", "expected a file in a folder that exists")),
        (("--plot", "@/x.gif"), ("x.gif", "ends in .png, .svg, .pdf")),
        (("--plot", "@/bad.csv"), ("bad.csv", "expected a file")),
    ],
)
def test_bad_commands_give_one_line(here, tmp_path, args, expected):
    """What cannot be done ends with 2 and one line that says where and why."""
    (tmp_path / "bad.csv").write_text(HEAD + ROW.replace("10", "ten"), encoding="utf-8")
    done = here(*VALIDATE, *(arg.replace("@", str(tmp_path)) for arg in args))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("sim: ")
    assert all(each in done.stderr for each in expected)


def test_a_table_of_another_event_sets_the_size(table):
    """24 teams in 36 matches are held against events of that size, and not against the season's figures."""
    national = read_table(written(table.scores[:36], np.arange(216).reshape(36, 6) % 24).encode(), "national.csv")
    asked = validation_request("2022", national, 2, 1)
    assert (asked.teams, asked.each, asked.matches) == (24, 9, 36)
    found = yardstick(asked, national)
    assert set(found.left_out) == set(figures_in(seed("fgc_2022"))) - set(found.published)
    assert "ranking_score.p50" in found.left_out
    assert "ranking_score.p50" not in found.published
