"""Every verb once, on little: `python tests/scripts/every_verb.py`, by the `sim` beside the Python that runs it.

It needs nothing but what `sim` needs, so that any environment can be tried: the lowest versions that `pyproject.toml`
allows, the newest Python. It ends with 1 where a command fails, says nothing or warns, or a verb has no command here.
"""

import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from sim.cli import VERBS

COMMANDS = """
seasons
rules 2022 --plot field.svg
sheet --season 2022 --csv --out form.csv
run --season 2022 --matches 20 --plot scores.png --out run
run --season 2022 --matches 5 --engine reference --json > run.json
plot run --to again.svg
replay run --match 7 --html replay.html
robot --season 2022 --out mine.toml
playbook --season 2022 --out plan.toml
compare --season 2022 --plan plan.toml --plan "climb low early" --robot mine.toml --matches 40 --plot both.png
sweep --season 2022 --plan plan.toml --robot mine.toml --set room=2:4:1 --matches 40 --json > sweep.json
report run.json sweep.json --out page.html
advise --season 2022 --plan plan.toml --robot mine.toml --matches 40 --quick
best --season 2022 --plan plan.toml --plan "climb low early" --robot mine.toml --matches 200 --quick
optimise --season 2022 --robot mine.toml --from plan.toml --budget 30000 --quick --out better.toml
schedule --teams 12 --each 6 --out schedule.csv
event --season 2022 --teams 32 --each 6 --playoffs --out event
score --season 2022 event/event-00000.jsonl
audit --season 2022 event/event-00000.jsonl
rank --season 2022 event/event-00000.jsonl
forecast --season 2022 event/event-00000.jsonl --back-test --repeats 20
brief --season 2022 event/event-00000.jsonl --team T001 --match 16 --matches 100 --repeats 100
validate --season 2022 --repeats 4
calibrate --season 2022 matches.csv --out fitted.toml --events 4 --starts 1
new-season 2099 --out own
check-season 2099 --seasons own
run --season 2022 --matches 20 --share 2/2 --out two
run --season 2022 --matches 20 --share 1/2 --out one
merge two one --out merged
bench --season 2022
web --help
page --season 2022 --out team.html
"""
HEAD = "red_score,blue_score,red1,red2,red3,blue1,blue2,blue3"
MATCHES = [
    f"{60 + 37 * i % 90},{60 + 53 * i % 90},{','.join(f'T{(6 * i + place) % 20}' for place in range(6))}"
    for i in range(30)
]
"""What `calibrate` is given: thirty matches of twenty teams."""
SIM = Path(sys.executable).with_name("sim")


def failed(line: str, folder: Path) -> str:
    """Run a command in a folder, what follows a `>` being its file; say what is wrong, or nothing."""
    words, _, kept = line.partition(" > ")
    done = subprocess.run([SIM, *shlex.split(words)], cwd=folder, capture_output=True, text=True, check=False)
    if kept:
        (folder / kept).write_text(done.stdout, encoding="utf-8")
    wrong = done.returncode or not (done.stdout or done.stderr) or "Warning" in done.stderr
    return f"sim {line}: exit code {done.returncode}: {done.stderr[-400:]}" if wrong else ""


def main() -> int:
    """Run every command and print what failed."""
    lines = COMMANDS.strip().splitlines()
    missing = sorted(set(VERBS) - {line.split()[0] for line in lines})
    said = [f"no command for the verb {verb}" for verb in missing]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "matches.csv").write_text("\n".join([HEAD, *MATCHES]), encoding="utf-8")
        for line in lines:
            said += filter(None, [failed(line, Path(folder))])
    print("\n".join(said) or f"{len(lines)} commands of {len(VERBS)} verbs: all well")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
