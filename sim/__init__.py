"""What happens: FIRST Global Challenge matches played on a computer, by the official rules of each year.

    from sim import simulate
    matches = simulate("fgc_2022", matches=1_000, seed=1)
    matches.scores.mean()

Importing `sim` loads nothing heavy: its names are doors that are looked up when they are first used, those of
`analysis` too, which stands above; nothing else below `sim` knows it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.compare.advising import Advised, advise
    from analysis.compare.choosing import Chosen, best
    from analysis.compare.comparing import Compared, compare
    from analysis.compare.optimise import Optimised, optimise
    from analysis.compare.sweeping import Swept, sweep
    from sim.play.event import Event, play_event
    from sim.play.event import play_event as event
    from sim.play.matches import Matches
    from sim.play.run import load, simulate

__all__ = [
    "Advised",
    "Chosen",
    "Compared",
    "Event",
    "Matches",
    "Optimised",
    "Swept",
    "advise",
    "best",
    "compare",
    "event",
    "load",
    "optimise",
    "play_event",
    "simulate",
    "sweep",
]

_DOORS = {
    "analysis.compare.advising": {"Advised": "Advised", "advise": "advise"},
    "analysis.compare.choosing": {"Chosen": "Chosen", "best": "best"},
    "analysis.compare.comparing": {"Compared": "Compared", "compare": "compare"},
    "analysis.compare.optimise": {"Optimised": "Optimised", "optimise": "optimise"},
    "analysis.compare.sweeping": {"Swept": "Swept", "sweep": "sweep"},
    "sim.play.event": {"Event": "Event", "event": "play_event", "play_event": "play_event"},
    "sim.play.matches": {"Matches": "Matches"},
    "sim.play.run": {"load": "load", "simulate": "simulate"},
}
"""Where each name lives, and what it is called there."""


def __getattr__(name: str) -> Any:
    for module, names in _DOORS.items():
        if name in names:
            return getattr(import_module(module), names[name])
    raise AttributeError(f"module 'sim' has no attribute {name!r}")
