"""How a match stands at a moment, worked out the long way: its log is played by hand until then, and cut."""

from types import SimpleNamespace

import numpy as np
import oracle

from sim.engine.sheets import sheet_of
from sim.table.game import marking_at_start

BUZZER = oracle.BUZZER


def tokens_of(game, event, kind):
    """Give the counters that a row of a line means, by their names, with how many tokens of each."""
    row = game.actions[event.action]
    tokens = {"takes": row.takes, "gives": row.gives, "drops": row.takes if row.drops is None else row.drops}[kind]
    side = event.agent % 2 if event.agent >= 12 else event.agent % 6 // 3
    return {oracle.counter_of(token, oracle.SIDES[side], event.agent % 3 + 1): n for token, n in tokens.items()}


def standing(found, until):
    """Give marking and clocks by name as if the buzzer had sounded at `until`, after all of that instant."""
    game = found.request.game
    start = marking_at_start(game, found.robots.room[0]).tolist()
    state = SimpleNamespace(marking=dict(zip(game.counters, start, strict=True)), running={})
    clocks = {name: count * 150 for name, count in state.marking.items()}

    def change(tokens, times, ms):
        for name, n in tokens.items():
            state.marking[name] += times * n
            clocks[name] += times * n * ((BUZZER - ms) // 1_000)

    for event in found.log:
        if event.ms > until or event.what == oracle.BROKE:
            continue
        if event.what == oracle.STARTED:
            change(tokens_of(game, event, "takes"), -event.n, event.ms)
            state.running[event.agent] = event
            continue
        kind = {oracle.SUCCEEDED: "gives", oracle.FAILED: "drops", oracle.CUT: "takes"}[event.what]
        change(tokens_of(game, event, kind), event.n, event.ms)
        del state.running[event.agent]
    for event in state.running.values():
        change(tokens_of(game, event, "takes"), event.n, until)
    for name, count in state.marking.items():
        clocks[name] -= count * ((BUZZER - until) // 1_000)
    return state.marking, clocks


def score_at(found, until):
    """Give the breakdown of a match as it would be if the buzzer had sounded at `until`; fouls count at the end."""
    game = found.request.game
    marking, clocks = standing(found, until)
    arrays = [np.array([[values[name] for name in game.counters]]) for values in (marking, clocks)]
    fouls = found.robots.fouls if until >= BUZZER else np.zeros_like(found.robots.fouls)
    return game.rules.score(sheet_of(game, arrays[0], arrays[1] * game.clock, fouls))
