"""A season of one's own with a file of models beside its seed file."""

import shutil
from pathlib import Path

from places import TESTS

KEY = "fgc_2031"
LATE, SINGLY = "plant and moor late", "one by one"
SCOOPING = "action.scoop.seconds"
MODELS = """season = "2031"
[made]
fitted_to = "nothing: these were made up"
seed = 1
events = 4
judges = 2
tried = 5
factor = 1.25
odds = 1.5
own = 0.5
distance = [0.5, 0.6, 0.7, 0.8, 0.9]

[robots]
form = [0.12, 0.1, 0.14, 0.11, 0.13]

[shares]
"moor early" = [0.2, 0.1, 0.2, 0.12, 0.18]

[action]
scoop.seconds = [9, 8, 60, 80, 10]
pick.success = [0.95, 0.9, 0.93, 0.94, 0.92]
"""
"""Five models, in two of which scooping takes so long that picking corals one by one is better."""


def season_with_models(folder: Path, text: str = MODELS) -> Path:
    """Write the season and these models into a folder of seasons, and give it."""
    for suffix in ("toml", "py"):
        shutil.copy(TESTS / "kit" / "seasons" / f"{KEY}.{suffix}", folder)
    (folder / "models").mkdir()
    (folder / "models" / f"{KEY}.toml").write_text(text, encoding="utf-8")
    return folder
