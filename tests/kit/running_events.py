"""Events that are running: a small one made up by hand, and the table of one that was played."""

from analysis.forecast.reading import read_running
from sim import play_event
from sim.table.game import playable

HEAD = "match,red1,red2,red3,blue1,blue2,blue3,red_score,blue_score"
SMALL = f"{HEAD}\n1,A,B,C,D,E,F,10,20\n2,G,H,I,A,B,C,5,5\n3,D,E,F,G,H,I,,\n"


def small_event(season="2022"):
    """Give an event of nine teams and three matches, two of them played."""
    return read_running(SMALL.encode(), "small.csv", playable(season).rules)


def rows_of(season, teams, each, seed=5):
    """Give the rows of an event's table, all played."""
    repeat = play_event(season, teams, each, seed=seed).repeats[0]
    played = zip(repeat.schedule.team.tolist(), repeat.matches.scores.tolist(), strict=True)
    return [
        ",".join(map(str, (place, *(f"T{team + 1:03}" for team in teams), *scores)))
        for place, (teams, scores) in enumerate(played, start=1)
    ]


def table(rows, upto=None):
    """Write an event's table, whose matches after `upto` are still to come."""
    cut = len(rows) if upto is None else upto
    return "\n".join([HEAD, *rows[:cut], *(row.rsplit(",", 2)[0] + ",," for row in rows[cut:])]) + "\n"
