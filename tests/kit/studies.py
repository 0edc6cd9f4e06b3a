"""Small studies, one of each verb whose answers have reports: what is asked, in a folder with the files it names."""

import csv
from pathlib import Path

from sim import play_event
from sim.play.documents import team_key
from sim.robots.starters import plan_lines, robot_lines
from sim.table.game import playable, playbooks_by

TEAMS, EACH = 12, 6
PLANS = ("--plan", "early.toml", "--plan", "late.toml", "--robot", "mine.toml")
ALSO = ("--plan", "collect all match", "--plan", "feed others")
SWEEP = ("sweep", "--plan", "late.toml", "--robot", "mine.toml", "--matches", "20")
RUNNING = ("half.csv", "--schedule", "whole.csv")
QUICK = {
    "run": ("run", "--matches", "20", "--seed", "4"),
    "one match": ("run", "--matches", "1"),
    "line-ups": ("run", "--matches", "10", "--red", "red.toml"),
    "compare": ("compare", *PLANS, "--matches", "40", "--quick"),
    "best of three": ("compare", *PLANS[:4], "--plan", "<b> & 'x' <script>.toml", "--matches", "40", "--quick"),
    "many": ("compare", *PLANS[:4], *ALSO, "--matches", "40", "--quick"),
    "baseline": ("compare", *PLANS, "--baseline", "late.toml", "--matches", "40", "--quick", "--details"),
    "sweep": (*SWEEP, "--set", "grip.after=60:140:40"),
    "sweep of two": (*SWEEP, "--set", "grip.after=60:140:40", "--set", "room=2:8:3"),
    "sweep of points": ("sweep", *PLANS[2:4], "--set", "points.foul=0:0.2:0.1", "--matches", "10"),
    "advise": ("advise", *PLANS[2:], "--matches", "60", "--quick"),
    "best": ("best", *PLANS, "--matches", "200", "--quick"),
    "event": ("event", "--teams", str(TEAMS), "--each", "4"),
    "sizes": ("event", "--teams", str(TEAMS), "--each", "4:8:2", "--repeat", "4"),
    "events": ("event", "--teams", str(TEAMS), "--each", "4", "--repeat", "4"),
}
"""Those that take a second at most."""
LONG = {
    "models": ("compare", *PLANS, "--matches", "100"),
    "forecast": ("forecast", *RUNNING, "--repeats", "100"),
    "brief": (
        "brief",
        "half.csv",
        "--team",
        "T001",
        "--schedule",
        "whole.csv",
        "--matches",
        "100",
        "--repeats",
        "100",
    ),
    "validate": ("validate", "--matches-file", "whole.csv", "--repeats", "3"),
    "optimise": ("optimise", "--robot", "mine.toml", "--budget", "30000", "--quick"),
}
EVERY = {**QUICK, **LONG}


def asked(name):
    """Give the words of a study."""
    verb, *options = EVERY[name]
    return [verb, *options, "--season", "2022"]


def write_files(folder):
    """Write the files that studies name: three plans, a robot, a line-up, an event's matches, all and half."""
    game = playable("2022")
    plan = "\n".join(plan_lines(game, playbooks_by(game.model, "robot")[0], None))
    for name, after in (("early", 105), ("late", 120), ("<b> & 'x' </script>", 90)):
        text = plan.replace('name = "my plan"', f'name = "{name}"').replace("[120.0, 6.0]", f"[{after}.0, 6.0]")
        write(folder / f"{name.replace('/', '')}.toml", text)
    write(folder / "mine.toml", "\n".join(robot_lines(game)))
    write(folder / "red.toml", 'season = "2022"\nrobots = ["p90", "p50", "p10"]\n')
    event = play_event("2022", teams=TEAMS, each=EACH, seed=5).repeats[0]
    places = [f"{side}{place}" for side in ("red", "blue") for place in (1, 2, 3)]
    played = zip(event.matches.scores.tolist(), event.schedule.team.tolist(), strict=True)
    rows = [[*scores, *map(team_key, teams)] for scores, teams in played]
    for name, count in (("whole", len(rows)), ("half", len(rows) // 2)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["red_score", "blue_score", *places], *rows[:count]])


def write(file: Path, text: str) -> None:
    """Write a text."""
    file.write_text(text, encoding="utf-8")
