"""Tiny matches with what must happen worked out by hand from each of the five laws, for engines and oracle alike."""

from types import SimpleNamespace

import numpy as np
import pytest
from made_games import table
from oracle import BROKE, BUZZER, CUT, FAILED, STARTED, SUCCEEDED
from players import PLAYERS

from rules.errors import ModelError
from sim.draws import factors, philox
from sim.robots.drawn import prepare
from sim.robots.lineup import lineup

SEED = 3


def row(name="go", takes=None, gives=None, **rest):
    """Write a row of 5 s that takes a token from the base unless told otherwise."""
    return {"name": name, "takes": {"field.base": 1} if takes is None else takes, "gives": gives or {}, **rest}


def made(rows, places=(), humans=0, robots=None, spread=0, **field):
    """Make a table of these rows, of places of the field (the base has a token unless told otherwise) and others."""
    on_field = [{"name": f"field.{name}", "start": n} for name, n in ({"base": 1} | field).items()]
    return table([*on_field, *places], rows, humans=humans, robots=robots, spread=spread)


@pytest.fixture(params=PLAYERS)
def play(request):
    """Play a match of a table: `who` gives the rows of each agent that comes, `fails` the rows that always fail."""

    def played(game, who, match=0, breaks=None, fails=(), room=None):
        names = [action.name for action in game.actions]
        robots = prepare(lineup(game, game.playbooks), SEED, match, 1)
        robots.playbook[:], robots.breaks[:] = -1, BUZZER
        for order, agent in enumerate(who):
            robots.playbook[0, agent] = order
        for agent, ms in (breaks or {}).items():
            robots.breaks[0, agent] = ms
        robots.threshold[..., [name in fails for name in names]] = 0
        robots = robots if room is None else robots._replace(room=np.array([room]))
        orders = [[names.index(name) for name in rows] for rows in who.values()]
        marking, clocks, log = request.param(game, orders, SEED, robots, match)
        return SimpleNamespace(
            held=dict(zip(game.counters, marking, strict=True)),
            clocks=clocks,
            log=[(ms, agent, names[row] if row >= 0 else "", what, n) for ms, agent, row, what, n in log],
            starts=[(ms, agent) for ms, agent, _, what, _ in log if what == STARTED],
            lots=[n for *_, what, n in log if what == STARTED],
        )

    return played


def everybody(rows, agents=range(6)):
    """Let all these agents have the same rows."""
    return dict.fromkeys(agents, rows)


def at(ms, played):
    """Give agent, row and what of the log's lines of one millisecond."""
    return [line[1:4] for line in played.log if line[0] == ms]


@pytest.mark.parametrize(("match", "winner"), [*enumerate([0, 3, 1, 4, 2, 5, 0, 3])])
def test_the_last_token_is_won_in_turn(play, match, winner):
    """Red 1, blue 1, red 2, blue 2, red 3, blue 3 and red 1 again are the first in matches 0 to 6."""
    assert play(made([row()]), everybody(["go"]), match).starts == [(0, winner)]


def test_sides_and_stations_take_turns(play):
    """In match 3 the order is blue 2, red 2, blue 3, red 3, blue 1, red 1."""
    assert play(made([row()], base=6), everybody(["go"]), 3).starts == [(0, agent) for agent in (4, 1, 5, 2, 3, 0)]


def test_robots_come_before_humans_and_humans_before_the_field(play):
    """In match 1 blue is first among robots, then humans, then in each row of the field."""
    bins = [{"name": "alliance.bin", "start": 2}]
    rows = [row(name, {"alliance.bin": 1}, by="field") for name in ("drop", "pour")]
    rows += [row("roll", by="field"), row(), row("hand", by="human")]
    played = play(made(rows, bins, humans=1, base=5), {0: ["go"], 3: ["go"], 6: ["hand"], 9: ["hand"]}, 1)
    assert played.starts == [(0, agent) for agent in (3, 0, 9, 6, 13, 12, 15, 14, 16)]


def test_the_first_enabled_row_wins(play):
    """A row that is not enabled is passed over for the next of the playbook."""
    rows = [row("shut", needs={"field.base": 2}), row("open"), row("later")]
    assert [line[2] for line in play(made(rows), {0: ["shut", "open", "later"]}).log] == ["open", "open"]


@pytest.mark.parametrize("lifter", [1, 2])
def test_a_start_enables_another_in_the_same_millisecond(play, lifter):
    """A gate that red 2 or 3 lifts holds the others up: red 1 passes, since the next round begins with the first."""
    rows = [row("pass", unless={"field.gate": 1}), row("lift", {"field.gate": 1})]
    others = everybody(["pass"], {0, 1, 2} - {lifter})
    assert play(made(rows, gate=1), {lifter: ["lift"], **others}).starts == [
        (0, lifter),
        (0, 0 if lifter == 2 else 2),
    ]


def test_conditions_read_the_marking_before_what_the_row_takes(play):
    """One token is enough to need and take it; two hold back who takes one unless there are two."""
    assert play(made([row(needs={"field.base": 1})]), {0: ["go"]}).starts == [(0, 0)]
    assert play(made([row(unless={"field.base": 2})], base=2), {0: ["go"]}).log == []


@pytest.mark.parametrize("key", ["needs", "unless"])
def test_all_needs_are_there_and_no_unless(play, key):
    """One missing need, or one of two places that is full, holds a row back."""
    rows = [row(**{key: {"field.yes": 1, "field.no": 1}}), row("fill", gives={"field.no": 1})]
    assert play(made(rows, yes=1, no=0), {0: ["go"]}).log == []


def test_windows_come_before_breakdowns_before_endings(play):
    """At 10 s red 2's window opens, red 3 breaks down, red 1 ends; who waits for the latter starts right after it."""
    rows = [row("end", gives={"field.won": 1}, seconds=10), row("early", {"field.early": 1}, after=10)]
    rows += [row("tool", {"field.tool": 1}, seconds=20), row("use", {"field.won": 1})]
    who = {0: ["end"], 1: ["early"], 2: ["tool"], 3: ["use"], 5: ["tool"]}
    played = play(made(rows, early=1, tool=1, won=0), who, breaks={2: 10_000})
    broken = [(2, "", BROKE), (2, "tool", CUT), (5, "tool", STARTED)]
    assert at(10_000, played) == [(1, "early", STARTED), *broken, (0, "end", SUCCEEDED), (3, "use", STARTED)]


def test_all_windows_of_an_instant_open_before_one_dispatch(play):
    """Red 2's row opens together with red 1's, but red 1 is asked first and takes the only token."""
    rows = [row("one", after=30), row("two", after=30)]
    assert play(made(rows), {1: ["two"], 0: ["one"]}).starts == [(30_000, 0)]


def test_a_breakdown_comes_before_the_ending_of_its_own_attempt(play):
    """What would end as its robot breaks down is cut."""
    played = play(made([row()]), {0: ["go"]}, breaks={0: 5_000})
    assert ([line[3] for line in played.log], played.held) == ([STARTED, BROKE, CUT], {"field.base": 1})


def test_a_robot_that_breaks_down_at_the_start_has_started(play):
    """The dispatch at 0 comes before the breakdowns at 0: the token comes back for the next robot."""
    played = play(made([row()]), everybody(["go"], [0, 1]), breaks={0: 0})
    assert at(0, played) == [(0, "go", STARTED), (0, "", BROKE), (0, "go", CUT), (1, "go", STARTED)]


def test_breakdowns_come_in_the_dispatchers_order(play):
    """In match 1 blue 1 breaks down before red 1, and a robot that waits gets the token between the two."""
    played = play(made([row(seconds=20)], base=2), everybody(["go"], [0, 3, 5]), 1, breaks={0: 7_000, 3: 7_000})
    assert [line[0] for line in at(7_000, played)] == [3, 3, 5, 0, 0]


def test_endings_come_in_the_order_of_their_starts(play):
    """Blue 3 started before red 1, so it ends before it; each gives one token, which others start with at once."""
    rows = [row("slow", gives={"field.won": 1}, seconds=10), row("fast", gives={"field.won": 1}, after=5)]
    who = {0: ["fast"], 1: ["use"], 4: ["use"], 5: ["slow"]}
    played = play(made([*rows, row("use", {"field.won": 1})], base=2, won=0), who)
    ends = [(5, "slow", SUCCEEDED), (1, "use", STARTED), (0, "fast", SUCCEEDED), (4, "use", STARTED)]
    assert at(10_000, played) == ends


def test_a_robot_that_can_do_nothing_still_breaks_down(play):
    """A breakdown has its line in the log, even where the robot lacks the ability for every row it has."""
    game = made([row(can="able")], robots={"can": {"able": {"share": 1e-9}}})
    assert play(game, {0: ["go"]}, breaks={0: 7_000}).log == [(7_000, 0, "", BROKE, 0)]


def test_attempts_are_drawn_by_match_agent_row_and_how_many_before(play):
    """Red 2's attempts at row 1 in match 5 last as the words (5, 1, 1, nth) of stream 0 say."""
    rows = [row("once", {"field.one": 1}), row(seconds=2.5)]
    played = play(made(rows, spread=0.3, base=3, one=1), {1: ["once", "go"]}, 5)
    firsts = [philox(5, 1, 1, nth, SEED, 0)[0] for nth in range(3)]
    lasted = [(2_500 * int(factors(0.3)[w0 >> 20]) + 2**15) >> 16 for w0 in firsts]
    ends = [line[0] for line in played.log if line[3] == SUCCEEDED]
    assert np.diff(ends).tolist() == lasted


def test_success_is_the_second_word_below_the_threshold(play):
    """Attempts of blue 1 at a row of success 0.5 succeed where their second word is below 2^31."""
    played = play(made([row(success=0.5, drops={})], base=9), {3: ["go"]}, 8)
    won = [philox(8, 3, 0, nth, SEED, 0)[1] < 2**31 for nth in range(9)]
    assert [line[3] == SUCCEEDED for line in played.log if line[3] != STARTED] == won


@pytest.mark.parametrize(("takes", "sizes"), [(1, [3, 3, 1]), (2, [3])])
def test_a_lot_is_as_many_as_there_are_up_to_its_size(play, takes, sizes):
    """Of seven tokens a lot of three takes 3, 3 and 1; of three pairs it takes them all."""
    played = play(made([row(takes={"field.base": takes}, gives={"field.won": 2}, lot=3)], base=7, won=0), {0: ["go"]})
    assert (played.lots, played.held["field.won"]) == (sizes, 2 * sum(sizes))


def test_a_lot_needs_once_and_drops_as_often_as_it_took(play):
    """Four times at once with one tool: the tool is needed once, the drops come four times."""
    rows = [row(needs={"field.tool": 1}, drops={"field.lost": 2}, lot=5, success=0.5)]
    played = play(made(rows, base=4, tool=1, lost=0), {0: ["go"]}, fails=["go"])
    assert [line[3:] for line in played.log] == [(STARTED, 4), (FAILED, 4)]
    assert played.held["field.lost"] == 8


def test_a_row_of_no_seconds_lasts_a_millisecond(play):
    """Two tokens go through a row of 0 seconds at 0 and 1 ms, whatever the spread of durations."""
    played = play(made([row(), row("roll", by="field", seconds=0)], spread=0.3, base=2), {})
    assert [line[0] for line in played.log] == [0, 1, 1, 2]


@pytest.mark.parametrize(("end", "left"), [(10, 140), (10.001, 139), (11, 139), (149, 1), (149.001, 0)])
def test_a_clock_counts_the_whole_seconds_left(play, end, left):
    """Two tokens there at the start count 150 s each; one leaves at 1 ms, which takes 149 s, and comes back."""
    rows = [row(takes={"field.sun": 1}, gives={"field.sun": 1}, final=True, after=0.001, seconds=end - 0.001)]
    game = made(rows, [{"name": "field.sun", "start": 2, "clock": True}])
    assert play(game, {0: ["go"]}).clocks == [0, 300 - 149 + left]


@pytest.mark.parametrize(("seconds", "ms", "what"), [(149.999, 149_999, SUCCEEDED), (150, BUZZER, CUT)])
def test_an_attempt_counts_before_the_buzzer_only(play, seconds, ms, what):
    """An attempt that ends at 149,999 ms counts; one that would at 150,000 does not, and its token is back."""
    played = play(made([row(gives={"field.won": 1}, seconds=seconds)], won=0), {0: ["go"]})
    assert played.log[1:] == [(ms, 0, "go", what, 1)]
    assert played.held == {"field.base": int(what == CUT), "field.won": int(what == SUCCEEDED)}


def test_the_last_window_opens_before_the_buzzer(play):
    """What may start at 149,999 ms is started and cut; what may start at the buzzer is not."""
    played = play(made([row("last", after=149.999), row("never", after=150)]), {0: ["never", "last"]})
    assert [line[2:4] for line in played.log] == [("last", STARTED), ("last", CUT)]


def test_the_buzzer_cuts_in_the_order_of_starts(play):
    """Blue 3 started before red 1, so it is cut before it, though red 1 would have ended first."""
    rows = [row("early", seconds=150, after=1), row("late", seconds=145, after=5)]
    assert at(BUZZER, play(made(rows, base=2), {0: ["late"], 5: ["early"]})) == [(5, "early", CUT), (0, "late", CUT)]


@pytest.mark.parametrize(("after", "ms", "level"), [(0, BUZZER, "mid"), (0, 5_000, "low"), (149.9, BUZZER, "low")])
def test_a_failed_climb_drops_and_a_cut_one_goes_back(play, after, ms, level):
    """A climb of 5 s that fails leaves blue 2 in the middle; one cut by breakdown or buzzer leaves it low."""
    levels = [{"name": f"robot.{name}", "start": int(name == "low")} for name in ("low", "mid", "top")]
    climb = row("go", {"robot.low": 1}, {"robot.top": 1}, drops={"robot.mid": 1}, success=0.5, after=after)
    held = play(made([climb], levels), {4: ["go"]}, breaks={4: ms}, fails=["go"]).held
    assert [name for name in ("low", "mid", "top") if held[f"robot.{name} blue 2"]] == [level]


def test_the_human_of_a_broken_robot_plays_on(play):
    """After red 1 breaks down at 1 s, its human goes on; a robot that is not there does not break down."""
    game = made([row(seconds=60), row("hand", by="human", seconds=60)], humans=1, base=9)
    played = play(game, {0: ["go"], 6: ["hand"]}, breaks={0: 1_000, 1: 1_000})
    assert played.starts == [(0, 0), (0, 6), (60_000, 6), (120_000, 6)]
    assert at(1_000, played) == [(0, "", BROKE), (0, "go", CUT)]


@pytest.mark.parametrize("player", PLAYERS)
def test_a_team_that_does_not_show_has_neither_robot_nor_human(player):
    """With a chance of 1 not to show, robots and humans do nothing, and none breaks down."""
    robots = {"no_show": 1, "breaks": {"share": 1, "early": 0}}
    game = made([row(), row("hand", by="human")], humans=3, robots=robots)
    nobody = prepare(lineup(game, game.playbooks), SEED, 0, 1)
    assert player(game, [[0], [1]], SEED, nobody, 0) == ([1], [0], [])


def test_who_is_done_for_the_match_starts_no_more(play):
    """A final row that fails is tried again; once one succeeds its agent starts nothing."""
    rows = [row("try", final=True, success=0.5, seconds=100), row("park", final=True)]
    played = play(made(rows, base=9), {0: ["try"], 1: ["park"]}, fails=["try"])
    assert played.starts == [(0, 0), (0, 1), (100_000, 0)]


def test_places_are_seen_from_the_agent(play):
    """Blue 3 gives to its own bin and the other side's, and to its own robot's shelf."""
    rows = [row(gives={"alliance.bin": 2, "other.bin": 3, "robot.shelf": 4})]
    held = play(made(rows, [{"name": "alliance.bin"}, {"name": "robot.shelf"}]), {5: ["go"]}).held
    assert [held[name] for name in ("alliance.bin blue", "alliance.bin red", "robot.shelf blue 3")] == [2, 3, 4]


def test_a_robot_starts_with_its_own_room(play):
    """The place of the room starts with what each robot carries, also of a team that did not show."""
    place = [{"name": "robot.room", "start": 2, "most": 9}]
    game = made([row(takes={"robot.room": 1}, lot=9)], place, robots={"room": {"place": "robot.room", "spread": 0}})
    played = play(game, everybody(["go"], [0, 2]), room=[1, 2, 3, 4, 5, 6])
    assert (played.lots, [*played.held.values()]) == ([1, 3], [1, 0, 2, 0, 4, 5, 6])


@pytest.mark.parametrize(("who", "name"), [({0: ["add"]}, "add"), ({0: ["hold"], 1: ["fill"]}, "hold")])
def test_a_broken_promise_names_place_and_row(play, who, name):
    """A third token in a place of at most two stops the match: one that is given, or one that a cut brings back."""
    rows = [row("hold", {"field.cup": 1}, seconds=20), row("fill", gives={"field.cup": 1}, seconds=1)]
    game = made([*rows, row("add", gives={"field.cup": 1})], [{"name": "field.cup", "start": 2, "most": 2}])
    with pytest.raises(ModelError) as caught:
        play(game, who, breaks={0: 10_000})
    assert "field.cup" in str(caught.value)
    assert name in str(caught.value)
