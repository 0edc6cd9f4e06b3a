"""The documents of an event: in every season's official form, read back as they were, ranked as the event ranks."""

import json
from dataclasses import replace
from functools import cache, partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import sheets

import rules
from rules.documents import read, sheet_of, written
from rules.errors import FgcError
from sim import play_event, simulate
from sim.play.documents import Seats, documents_of, team_key
from sim.play.event import documents_path, event_request, play_repeat, play_repeats
from sim.play.matches import scored
from sim.play.request import run_request
from sim.play.schedule import drawn
from sim.table.game import compiled
from sim.table.population import Cards

SEASONS = [rules.load(key) for key in rules.keys()]
schedule = cache(partial(drawn, 7, 2, 1))


def asked(teams=11, each=4, repeats=2, seed=3):
    """Ask for an event of 2022."""
    return event_request(run_request("2022", seed=seed), teams, each, repeats)


def as_lines(documents, season):
    """Write documents as JSON Lines."""
    return "".join(json.dumps(document) + "\n" for document in written(documents, season)).encode()


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Save an event of two repeats with surrogates; give the folder and the event."""
    folder = tmp_path_factory.mktemp("events") / "event"
    list(play_repeats(asked(), folder))
    return folder, play_event("2022", 11, 4, 2, seed=3)


@pytest.fixture(scope="module")
def faulty():
    """Play a repeat whose teams often stay away or see cards."""
    request = asked(20, 9, 1, seed=2)
    game = request.game
    robots = game.robots.model_copy(update={"no_show": 0.3, "cards": Cards(yellow=0.2, red=0.2, white=0.2)})
    faults = compiled(game.model.model_copy(update={"robots": robots}), game.rules)
    return play_repeat(replace(request, game=faults), 0)


@pytest.mark.parametrize("season", SEASONS, ids=lambda season: season.key)
@given(data=st.data())
def test_documents_of_every_season_are_read_back(season, data):
    """Whatever the sheet, cards and absences: what is written is read back as it was, and ranked alike."""
    sheet = data.draw(sheets(season, (schedule().matches,)))
    faults = np.random.default_rng(data.draw(st.integers(0, 99)))
    scores = season.score(sheet).total
    team = schedule().team
    cards, came = faults.integers(0, 4, team.shape), faults.random(team.shape) < 0.8
    names = [team_key(number) for number in range(schedule().teams)]
    documents = documents_of(scored(season, sheet), Seats(team, cards, schedule().surrogate, came), names)
    again = read(as_lines(documents, season), season, "ranking")
    assert again == documents
    assert (season.score(sheet_of(again, season)).total == scores).all()
    assert season.rank(again) == season.rank(documents)


def test_a_document_says_who_stood_where(saved):
    """Teams stand at the stations of the schedule, red 11 to 13, blue 21 to 23; scores and result are right."""
    repeat = saved[1].repeats[1]
    for document, teams, (red, blue) in zip(
        repeat.documents, repeat.schedule.team.tolist(), repeat.matches.scores.tolist(), strict=True
    ):
        assert [each.station for each in document.participants] == [11, 12, 13, 21, 22, 23]
        assert [each.team for each in document.participants] == [team_key(team) for team in teams]
        assert document.recorded == (red, blue)
        assert document.result == (1 if red > blue else 2 if blue > red else 0)


def test_cards_and_absences_come_from_the_robots(faulty):
    """A team that did not come is written down as such, and never with a card; every card stands with its team."""
    of = [each for document in faulty.documents for each in document.participants]
    assert [each.card for each in of] == faulty.card.ravel().tolist()
    assert [each.no_show for each in of] == (~faulty.came.ravel()).tolist()
    assert {int(each.card) for each in of} == {0, 1, 2, 3}
    assert 0.2 < np.mean([each.no_show for each in of]) < 0.4
    assert not any(each.card and each.no_show for each in of)


def test_surrogates_do_not_count(saved):
    """Every team has played as often as it should, though some stand in the documents once more."""
    repeat = saved[1].repeats[0]
    assert repeat.schedule.surrogate.sum() == 4
    assert [row["played"] for row in repeat.ranking] == [4] * 11
    assert sum(each.surrogate for each in repeat.documents[-1].participants) == 4
    assert not any(each.surrogate for document in repeat.documents[:-1] for each in document.participants)


def test_the_table_ranks_every_team(saved):
    """The table has a row for each team, in the season's own columns, best first."""
    table = saved[1].ranking(1)
    assert sorted(row["teamKey"] for row in table) == [team_key(team) for team in range(11)]
    assert list(table[0])[:4] == ["rank", "teamKey", "rankingScore", "highestScore"]
    scores = [row["rankingScore"] for row in table]
    assert scores == sorted(scores, reverse=True)


def test_saved_documents_are_the_event_s(saved):
    """Each repeat's file holds its documents in order with the numbers of its matches, and nothing else is there."""
    folder, event = saved
    season = event.request.game.rules
    names = sorted(path.name for path in folder.iterdir() if path.suffix == ".jsonl")
    assert names == ["event-00000.jsonl", "event-00001.jsonl"]
    for number in (0, 1):
        data = documents_path(folder, number).read_bytes()
        assert read(data, season, "ranking") == event.documents(number)
        ids = [json.loads(line)["id"] for line in data.splitlines()]
        assert ids == [number * 2**16 + i for i in range(1, 9)]


def test_the_manifest_says_what_was_played(saved):
    """`event.json` names season, seed, teams, matches each, repeats, and what played them."""
    found = json.loads((saved[0] / "event.json").read_text(encoding="utf-8"))
    known = {"season": "fgc_2022", "seed": 3, "teams": 11, "each": 4, "repeats": 2}
    assert known.items() <= found.items()
    rest = {
        "version",
        "seed_file",
        "population",
        "points",
        "matches",
        "engine",
        "playbook",
        "playbooks",
        "stations",
        "given",
        "playoffs",
        "sits",
    }
    assert set(found) - set(known) == rest


def test_a_saved_event_is_written_again_to_the_same_bytes(saved):
    """The same event into its own folder changes nothing; what was interrupted is completed."""
    folder, _ = saved
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    list(play_repeats(asked(), folder))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    (folder / "event.json").rename(folder / "unfinished.json")
    (folder / "event-00001.jsonl").rename(folder / f".{'e' * 32}.tmp")
    (folder / "event-00001-ranking.json").write_bytes(b"")
    list(play_repeats(asked(), folder))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_interrupted_event_is_unfinished(tmp_path):
    """What stops after the first repeat leaves that one whole, and says that it is not all."""
    coming = play_repeats(asked(7, 1, 2), tmp_path / "event")
    next(coming)
    coming.close()
    names = sorted(path.name for path in (tmp_path / "event").iterdir())
    files = ("event-00000-ranking.json", "event-00000-ranking.sum", "event-00000.jsonl", "event-00000.sum")
    assert names == [*files, "event.sum", "unfinished.json"]


def test_documents_that_are_damaged_are_refused(here, saved, tmp_path):
    """A verb that reads documents holds them against the SHA-256 beside them, and says what mends them."""
    for name in ("event-00000.jsonl", "event-00000.sum"):
        (tmp_path / name).write_bytes((saved[0] / name).read_bytes())
    file = tmp_path / "event-00000.jsonl"
    assert here("score", "--season", "2022", file).returncode == 0
    file.write_bytes(file.read_bytes().replace(b'"redScore": ', b'"redScore": 1', 1))
    for verb in ("score", "rank", "audit"):
        done = here(verb, "--season", "2022", file)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "event-00000.jsonl: damaged: expected what its SHA-256 in event-00000.sum says" in done.stderr
    (tmp_path / "event-00000.sum").unlink()
    assert here("score", "--season", "2022", file).returncode == 0


@pytest.mark.parametrize("other", [{"seed": 4}, {"teams": 12}, {"each": 3}, {"repeats": 3}])
def test_another_event_is_refused(saved, other):
    """A folder keeps one event: another seed, size or number of repeats is refused before anything is played."""
    with pytest.raises(FgcError, match="expected a folder of this same run"):
        next(play_repeats(asked(**other), saved[0]))


def test_folders_of_others_are_refused(saved, tmp_path):
    """A folder with other files, or with a saved run, is refused and left as it was; so is a file."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "unfinished.json").write_text('{"season": "fgc_2022", "matches": 3}', encoding="utf-8")
    for name in ("notes", "file", "run"):
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(FgcError, match=name):
            next(play_repeats(asked(7, 1, 1), tmp_path / name))
        assert sorted(tmp_path.rglob("*")) == before
    with pytest.raises(FgcError, match="expected a new or empty folder"):
        simulate("2022", 3, out=saved[0])
