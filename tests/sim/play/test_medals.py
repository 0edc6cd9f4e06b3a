"""Events played on to the medals: the same teams, other matches, cards, documents that our own verbs read exactly."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from played import PLAYED

from rules.document import SITTING_OUT, Card
from rules.documents import read, sheet_of, written
from rules.errors import FgcError
from sim import play_event
from sim.play.documents import team_key
from sim.play.event import documents_path, event_request, play_repeat, play_repeats, table_path, with_playoffs
from sim.play.medals import carded
from sim.play.playoffs import NOBODY
from sim.play.request import restored_from, run_request
from sim.play.teams import end_words, teams_of
from sim.table.game import compiled, playable
from sim.table.population import Cards

KEYS = [key for key in PLAYED if playable(key).model.playoffs is not None]
every_season = pytest.mark.parametrize("key", KEYS)
SEED = 5


def asked(key, repeats=2, **more):
    """Ask for a small event with playoffs."""
    return with_playoffs(event_request(run_request(key, seed=SEED), 50, 3, repeats), **more)


@cache
def played(key):
    """Play the second repeat of a small event."""
    return play_repeat(asked(key), 1)


@cache
def faulty(key):
    """Play a repeat whose teams often see cards."""
    request = asked(key)
    robots = request.game.robots.model_copy(update={"cards": Cards(yellow=0.1, red=0.08, white=0)})
    faults = compiled(request.game.model.model_copy(update={"robots": robots}), request.game.rules)
    return play_repeat(replace(request, game=faults), 0)


@every_season
def test_the_ranking_phase_is_the_same_without_playoffs(key):
    """Playoffs change no match of the ranking phase and no row of its table."""
    without = play_repeat(replace(asked(key), playoffs=False), 1)
    assert (without.matches.scores == played(key).matches.scores).all()
    assert without.ranking == played(key).ranking
    assert without.playoffs == ()


@every_season
def test_alliances_come_of_the_table(key):
    """Those who take part stand where the table has them: three an alliance by rank, the rest from below."""
    of = playable(key).model.playoffs
    found = played(key).playoffs[0].found
    rank = np.argsort(played(key).ranked) + 1
    assert (rank[found.members[:, :3]] <= of.by_rank).all()
    assert (rank[found.members[:, 3:]] > of.by_rank).all()


@every_season
def test_numbers_of_matches_follow_each_other(key):
    """The playoffs' matches are numbered on from the ranking phase, without a gap."""
    rounds = played(key).playoffs[0].rounds
    at = played(key).matches.first + len(played(key).matches)
    for each in rounds:
        assert each.matches.first == at
        at += len(each.matches)


@every_season
def test_documents_are_exact(key):
    """What is written is read back as it was, scores as it records, by the rules of the playoffs."""
    rules = played(key).matches.rules
    for each in played(key).playoffs[0].rounds:
        lines = "\n".join(json.dumps(one) for one in written(each.documents, rules))
        again = read(lines.encode(), rules, "playoff")
        assert again == each.documents
        recorded = np.array([one.recorded for one in again])
        assert (rules.score(sheet_of(again, rules), "playoff").total == recorded).all()


@every_season
def test_who_sits_out_is_in_the_documents(key):
    """A fourth member stands at 14 or 24; alliances of three have none."""
    for each in played(key).playoffs[0].rounds:
        for document, out in zip(each.documents, each.found.out.tolist(), strict=True):
            sitting = [one.team for one in document.participants if one.station in SITTING_OUT]
            assert sitting == [team_key(team) for team in out if team != NOBODY]


@pytest.mark.parametrize("key", [key for key in KEYS if playable(key).model.playoffs.round[0].by == "sum"])
def test_the_table_of_the_documents_is_that_of_the_alliances(key):
    """Ranked as playoffs, every team of an alliance has the sum that its alliance has, red cards included."""
    rules = playable(key).rules
    reds = 0
    for each in faulty(key).playoffs[0].rounds:
        reds += int(carded(each.card).sum())
        of_team = {row["teamKey"]: row["totalScore"] for row in rules.rank(each.documents, "playoff")}
        members = faulty(key).playoffs[0].found.members
        for alliance in np.unique(each.found.alliance).tolist():
            sums = {of_team[team_key(team)] for team in members[alliance].tolist()}
            assert sums == {each.found.gathered[alliance]}
    assert reds


@pytest.mark.parametrize("key", [key for key in KEYS if playable(key).model.playoffs.round[0].by == "points"])
def test_points_of_the_documents_are_those_of_the_alliances(key):
    """Where rounds go by points, the table of a round's documents has every alliance's points for its teams."""
    rules, found = playable(key).rules, played(key).playoffs[0]
    for each in (each for each in found.rounds if each.found.of.by == "points"):
        of_team = {row["teamKey"]: row["rankingPoints"] for row in rules.rank(each.documents, "playoff")}
        for alliance in np.unique(each.found.alliance).tolist():
            points = {of_team[team_key(team)] for team in found.found.members[alliance].tolist()}
            assert points == {each.found.gathered[alliance]}


def test_a_red_card_takes_the_alliance_its_score():
    """What counts is 0 for the side of a red card and the sheet's score for all others; all four bear the card."""
    key = KEYS[-1]
    for each in faulty(key).playoffs[0].rounds:
        red = carded(each.card)
        assert (each.found.scores == np.where(red, 0, each.matches.scores)).all()
        for document, sides in zip(each.documents, red.tolist(), strict=True):
            for one in document.participants:
                assert (one.card == Card.RED) == sides[one.side]


def test_playoffs_have_their_own_pieces():
    """Where a place starts otherwise in the playoffs, it does so for both sides and for nothing else."""
    key = next(key for key in KEYS if playable(key).model.playoffs.start)
    request = asked(key)
    game, start = request.game, request.playoff_format.start
    other = game.with_start(start)
    changed = {game.counters[i] for i in np.flatnonzero(game.start != other.start)}
    assert changed == {f"{place} {side}" for place in start for side in ("red", "blue")}
    assert other.start[game.first_counter("alliance.bin")] == 42


@every_season
def test_robots_are_the_teams_own(key):
    """A team has the talent in the playoffs that it had in the ranking phase, at the very end of the event."""
    request, repeat = asked(key), played(key)
    teams = teams_of(request.lineup, SEED, 1, repeat.schedule)
    for each in repeat.playoffs[0].rounds:
        place = each.matches.first - repeat.matches.first
        robots = teams.stood(each.found.team, place, end_words(len(each.found.team)))
        assert (robots.talent == repeat.talent[each.found.team]).all()
        assert (robots.card == each.card).all()
        assert (robots.phase > 1 - 1e-9).all()


def test_another_rule_meets_the_same_luck():
    """By the rule of the season both playoffs are the same; by another, alliances are and line-ups are not."""
    same = play_repeat(replace(asked("fgc_2022"), sits="drawn"), 0).playoffs
    assert (same[0].rounds[0].matches.scores == same[1].rounds[0].matches.scores).all()
    own, other = play_repeat(asked("fgc_2022", sits="rotate"), 0).playoffs
    assert (own.found.members == other.found.members).all()
    assert (own.found.rounds[0].team != other.found.rounds[0].team).any()


def test_an_event_of_playoffs_is_repeated_by_its_manifest():
    """The manifest says that playoffs are played, and by which other rule."""
    request = asked("fgc_2022", sits="rotate")
    assert restored_from(type(request.manifest).model_validate_json(request.manifest.model_dump_json())) == request


def test_jobs_change_nothing(tmp_path):
    """The files of an event are the same bytes whatever the jobs: one a tournament, and a table."""
    found = []
    for jobs in (1, 2):
        list(play_repeats(asked("fgc_2022"), tmp_path / str(jobs), jobs=jobs))
        found.append({path.name: path.read_bytes() for path in (tmp_path / str(jobs)).iterdir()})
    assert found[0] == found[1]
    folder = tmp_path / "1"
    paths = [documents_path(folder, 1, tournament) for tournament in ("", "t3", "t4")]
    assert all(path.exists() for path in paths)
    assert json.loads(table_path(folder, 1).read_text(encoding="utf-8")) == played("fgc_2022").ranking


def test_the_python_door_plays_on():
    """`play_event(..., playoffs=True)` gives the playoffs of each repeat."""
    event = play_event("2022", 50, 3, 2, seed=SEED, playoffs=True)
    assert (event.repeats[1].playoffs[0].found.winners == played("fgc_2022").playoffs[0].found.winners).all()


@pytest.mark.parametrize(
    ("key", "teams", "expected"),
    [
        ("2022", 31, "playoffs: expected at least 32 teams for 8 alliances, found 31"),
        ("2017", None, "--playoffs: expected a season with playoffs, found no [playoffs] in fgc_2017.toml"),
        ("2018", None, "--sits: expected a season with alliances of four; those of fgc_2018 have three"),
    ],
)
def test_playoffs_that_cannot_be_are_refused(key, teams, expected):
    """Too few teams, a season that had none, or one in which nobody sits out."""
    with pytest.raises(FgcError) as refusal:
        with_playoffs(event_request(run_request(key), teams), "rotate")
    assert str(refusal.value) == expected
