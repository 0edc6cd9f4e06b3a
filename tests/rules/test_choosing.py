"""Which documents make one ranking: what has to be chosen, what is left out, and that both are said."""

import random

import pytest
from matches import as_bytes, without
from official import SEASONS, match_of, with_scores

from rules.documents import Choice, of_event, one_ranking, read
from rules.errors import DocumentError

every_season = pytest.mark.parametrize("season", SEASONS.values(), ids=SEASONS)
NOTHING = Choice()


def chosen(season, matches, choice=NOTHING, phase="ranking"):
    """Read matches and keep those that make one ranking."""
    return one_ranking(read(as_bytes(matches), season, phase), season, phase, choice)


def refusal(season, matches, choice=NOTHING, phase="ranking"):
    """Give the text of the DocumentError that choosing raises: one printable line, and not a long one."""
    with pytest.raises(DocumentError) as caught:
        chosen(season, matches, choice, phase)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250
    return str(caught.value)


def three(season, **changes):
    """Make three matches, the third changed."""
    return [
        with_scores(season, 9, 4),
        with_scores(season, 5, 8, 2, teams="FEDCBA"),
        with_scores(season, 1, 7, **changes),
    ]


@every_season
def test_a_plain_file_is_one_ranking(season):
    """Where nothing has to be chosen all documents are kept, and nothing is said."""
    matches = three(season, number=3)
    found = chosen(season, matches)
    assert (found.documents, found.told) == (read(as_bytes(matches), season, "ranking"), [])


@every_season
def test_a_match_that_stands_there_again(season):
    """The same match twice is refused by its documents, until somebody says which play counts."""
    matches = three(season)
    line = refusal(season, matches)
    assert line == (
        "expected every match once, found match t2 1 in documents 1 and 3; "
        "choose the play that counts: --replays last or --replays first"
    )
    for replays, kept in (("last", ["document 3", "document 2"]), ("first", ["document 1", "document 2"])):
        found = chosen(season, matches, Choice(replays=replays))
        assert [each.where for each in found.documents] == kept
        assert found.told == [f"1 document left out: of a match played again the {replays} counts"]


@every_season
def test_a_play_that_was_not_played_is_none(season):
    """A match that stands there again, but was not played, is not played again."""
    for changes in ({"result": -1}, {"played": False}):
        found = chosen(season, three(season, **changes))
        assert found.told == ["1 of 3 documents counted for nothing: 1 not played"]


def test_many_plays_are_counted():
    """Of many matches that stand there again one is named, and how many more there are."""
    season = SEASONS["fgc_2026"]
    matches = [with_scores(season, 9, 4, number) for number in [*range(1, 200)] * 3]
    assert "found match t2 1 in documents 1, 200 and 399, and 198 more again" in refusal(season, matches)
    assert len(chosen(season, matches, Choice(replays="last")).documents) == 199


def test_matches_are_the_same_by_all_their_keys():
    """Other events, other tournaments and matches without an id are other matches; 1 and "1" are one."""
    season = SEASONS["fgc_2022"]
    first = with_scores(season, 9, 4)
    assert chosen(season, [without(first, "id")] * 3).told == []
    assert "in documents 1 and 2" in refusal(season, [first, {**first, "id": " 1"}])
    assert "in documents 1 and 2" in refusal(season, [first, {**first, "id": 1.0}])


@every_season
@pytest.mark.parametrize(("option", "name"), [("tournament", "tournamentKey"), ("event", "eventKey")])
def test_several_tournaments_or_events(season, option, name):
    """Matches of two are refused with both, until somebody says which; what is left out is said."""
    first = match_of(season)[name]
    matches = three(season, number=3, **{name: "t3"})
    line = refusal(season, matches)
    assert line == (
        f"expected documents of one {option}, found {first} (2 documents) and t3 (1 document)"
        f"; choose one: --{option} {first}"
    )
    found = chosen(season, matches, Choice(**{option: "t3"}))
    assert [each.where for each in found.documents] == ["document 3"]
    assert found.told == [f"2 documents not of {option} t3: left out"]
    assert of_event(read(as_bytes(matches), season), Choice(**{option: first})).told == [
        f"1 document not of {option} {first}: left out"
    ]


def test_long_names_are_cut():
    """Of an event's name, or a tournament's, 30 characters are shown; of one that has more 27, and three dots."""
    season = next(iter(SEASONS.values()))
    line = refusal(season, [match_of(season, 1, eventKey="e" * 30), match_of(season, 2, eventKey="f" * 31)])
    assert f"found {'e' * 30} (1 document) and {'f' * 27}... (1 document)" in line
    assert line.endswith(f"; choose one: --event {'e' * 30}")
    for name, shown in (("t" * 30, "t" * 30), ("t" * 31, f"{'t' * 27}...")):
        assert f"found match {shown} 1 in" in refusal(season, 2 * [match_of(season, tournamentKey=name)])


@every_season
def test_a_tournament_that_was_not_played_yet_is_left_out(season):
    """The playoffs that are scheduled do not keep anybody from ranking what was played."""
    found = chosen(season, three(season, number=3, tournamentKey="t3", result=-1))
    assert [each.where for each in found.documents] == ["document 1", "document 2"]
    assert found.told == ["1 document of what was not played yet: left out"]


def test_a_tournament_that_is_not_there():
    """A choice that nothing has is refused with what there is, and the nearest of it."""
    season = SEASONS["fgc_2024"]
    matches = three(season, number=3, tournamentKey="t3")
    assert refusal(season, matches, Choice(tournament="t33")) == (
        "--tournament: expected one of t2 and t3, found 't33'; did you mean t3?"
    )
    assert "documents that name their event" in refusal(season, [without(matches[0], "eventKey")], Choice(event="x"))
    assert refusal(season, matches, Choice("FGC_X", "t2", "lst")).startswith("--replays: expected first or last")
    assert refusal(season, matches[:2], Choice(order="tme")).startswith("--sorted: expected time, found 'tme'")


def test_very_many_tournaments_give_a_short_line():
    """However many there are and however they are called, the line is short."""
    season = SEASONS["fgc_2022"]
    matches = [with_scores(season, 9, 4, number, tournamentKey="x" * 99 + str(number)) for number in range(99)]
    assert " and 97 more" in refusal(season, matches)


@every_season
def test_a_team_is_a_number_or_a_text(season):
    """1 beside "1" could be one team or two: refused with both documents."""
    matches = [with_scores(season, 9, 4, teams=(1, *"BCDEF")), with_scores(season, 9, 4, 2, teams=(" 1", *"BCDEF"))]
    assert refusal(season, matches) == (
        'participants: expected a team\'s key as a number or as a text, found 1 in document 1 and "1" in document 2'
    )


@every_season
@pytest.mark.parametrize("phase", ["ranking", "playoff"])
def test_scores_without_details(season, phase):
    """They are ranked where the table needs nothing else, and refused where it does, each time with their number."""
    matches = [without(with_scores(season, 9, 4), "details"), with_scores(season, 3, 8, 2)]
    if season.phase(phase).by_scores:
        found = chosen(season, matches, phase=phase)
        assert len(found.documents) == 2
        assert found.told[0].startswith("1 of 2 documents with scores and no details: ranked by scores")
        assert {row["played"] for row in season.phase(phase).rank(found.documents, season)} == {2}
    else:
        line = refusal(season, matches, phase=phase)
        assert line.startswith(f"document 1: details: expected details, which the {phase} table of ")
        assert "found 1 of 2 documents with scores and no details" in line


@every_season
def test_what_counts_for_nothing_is_said(season):
    """How many documents count for nothing is said with why, each reason with its number."""
    nobody = {season.spelled("redScore"): None, season.spelled("blueScore"): None}
    matches = [
        match_of(season),
        match_of(season, 2, result=-1),
        match_of(season, 3, played=False),
        match_of(season, 4, **nobody),
    ]
    found = chosen(season, matches)
    assert found.told == ["3 of 4 documents counted for nothing: 2 not played, 1 no scores"]
    assert [each.counts for each in found.documents] == [True, False, False, False]


def test_nobody_to_rank():
    """Matches without teams that were not played leave nobody to rank."""
    season = SEASONS["fgc_2025"]
    assert refusal(season, [match_of(season, result=-1, participants=None)]).startswith("expected at least one match")


TIMES = {
    "ISO with a zone": "2019-10-24T{:02}:{:02}:47.000+03:00",
    "ISO of Greenwich": "2019-10-24T{:02}:{:02}:00Z",
    "a database's": "2019-10-24 {:02}:{:02}:00",
}


@every_season
@pytest.mark.parametrize("form", TIMES.values(), ids=TIMES)
def test_scheduled_times_against_the_order_of_the_file(season, form):
    """Times that contradict the file are said; sorted by them the table is that of the matches in their order."""
    luck = random.Random(5)
    matches = []
    for number in range(1, 25):
        teams = luck.sample(range(1, 13), 6)
        time = form.format(9 + number // 9, 7 * (number % 9 // 3))  # three at a time
        scores = (luck.randint(0, 2), luck.randint(0, 2))
        matches.append(with_scores(season, *scores, number, teams=teams, **{season.spelled("scheduledTime"): time}))
    assert chosen(season, matches).told == []
    right = season.rank(chosen(season, matches).documents)
    shuffled = luck.sample(matches, len(matches))
    (told,) = chosen(season, shuffled).told
    assert "was scheduled before document" in told
    assert told.endswith("ranked in the order of the file; --sorted time ranks by scheduled times")
    assert season.rank(chosen(season, shuffled).documents) != right
    found = chosen(season, shuffled, Choice(order="time"))
    assert (season.rank(found.documents), found.told) == (right, [])


def test_times_of_several_zones():
    """An instant counts, not how it is written; a time without a zone is that of Greenwich."""
    season = SEASONS["fgc_2019"]
    times = ["2019-10-24T09:00:00+03:00", "2019-10-24 06:01:00", "2019-10-24T09:02:00+03:00", "2019-10-24T06:03:00Z"]
    matches = [with_scores(season, 9, 4, number, scheduled_time=time) for number, time in enumerate(times)]
    assert chosen(season, matches).told == []
    found = chosen(season, matches[::-1], Choice(order="time"))
    assert [each.called.id for each in found.documents] == [0, 1, 2, 3]


def test_times_that_are_none():
    """What is no time is not compared, and cannot be sorted by."""
    season = SEASONS["fgc_2019"]
    matches = [
        with_scores(season, 9, 4, number, scheduled_time=time) for number, time in enumerate(["9:00", "", None])
    ]
    assert chosen(season, matches).told == []
    assert refusal(season, matches, Choice(order="time")).startswith("document 1: expected a scheduled time")


def test_the_first_time_against_the_order_is_named():
    """Of several it is the first, and the others are counted."""
    season = SEASONS["fgc_2022"]
    hours = (9, 12, 10, 14, 11)
    matches = [
        match_of(season, nth, scheduledTime=f"2022-10-14T{hour:02}:00:00Z") for nth, hour in enumerate(hours, 1)
    ]
    (told,) = chosen(season, matches).told
    assert told.startswith("document 3 was scheduled before document 2, and 1 time more: ranked in the order")
