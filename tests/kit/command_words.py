"""Command lines that are right, and what becomes of their words."""

from collections.abc import Sequence

from hypothesis import strategies as st

LINES = tuple(
    line.split()
    for line in (
        "seasons",
        "seasons --json",
        "rules 2022",
        "sheet --season 2019 --csv",
        "score match.json --season 2022 --json",
        "score match.json --season 2022 --event FGC_X --tournament t2",
        "rank match.json --season 2022 --replays last",
        "audit match.json --season 2022 --playoff",
        "robot --season 2022 --times times.csv",
        "robot --season 2022 --population people.toml",
        "playbook --season 2022 --robot robot.toml",
        "schedule --teams 24 --each 4 --fields 2 --start 09:00 --cycle 7 --breaks 12:00-13:00 --seed 3",
        "schedule --check schedule.csv --json",
        "schedule --teams teams.csv --each 2 --out new.csv",
        "run --season 2022 --matches 3 --seed 2 --red side.toml --points storage=0.5 --jobs 1 --json",
        "run --season 2022 --matches 3 --playbook plan.toml --engine reference",
        "replay --season 2022 --match 3 --seed 2 --json",
        "compare --season 2022 --plan plan.toml --robot robot.toml --robot p90 --matches 3 --quick --json",
        "report report.json --out page.html",
    )
)
WORDS = (
    *(
        "-1",
        "0",
        "1",
        "2",
        "1e3",
        "nan",
        "inf",
        "-inf",
        "x",
        "",
        " ",
        "p50",
        "p100",
        "2020",
        "fgc_2022",
        "1.5",
        "0x3",
        "٣",
    ),
    *(
        "9" * 20,
        "9" * 5_000,
        "x" * 3_000,
        "-",
        "--",
        "---",
        "--json",
        "--season",
        "-h",
        "é",
        "\udcff",
        "a\0b",
        "\n",
        "\x1b[1m",
    ),
    *(".", "..", "missing.toml", "missing/x.json", "/dev/null", "match.json", "robot.toml", "plan.toml", "times.csv"),
    *(
        "[x]",
        "{}",
        "%s",
        "*",
        "$(x)",
        "storage=nan",
        "storage=1e400",
        "=",
        "=1",
        "t2",
        "09:00",
        "25:00",
        "first",
        "fast",
    ),
)


def asked() -> st.SearchStrategy[list[str]]:
    """Draw a command line of which one or two words are others, missing, or there twice."""
    damage = st.tuples(st.integers(0, 3), st.integers(0, 40), st.sampled_from(WORDS))
    return st.builds(_done, st.sampled_from(LINES), st.lists(damage, min_size=1, max_size=2))


def _done(line: Sequence[str], damages: Sequence[tuple[int, int, str]]) -> list[str]:
    words = list(line)
    for way, place, word in damages:
        at = place % max(len(words), 1)
        if way == 0:
            words[at : at + 1] = [word]
        elif way == 1:
            words.insert(at, word)
        elif way == 2:
            del words[at : at + 1]
        else:
            words[at:at] = words[at - 1 : at + 1]
    return words
