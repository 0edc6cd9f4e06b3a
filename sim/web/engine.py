"""The engine for a browser: the compiled functions of `sim/engine` and `sim/robots` once more, as WebAssembly.

`python -m sim.web.engine` builds `static/engine.wasm` of them, and beside it `engine.json`, which says how each
function is called. It takes `wasm-ld` (Debian's package lld).
"""

import inspect
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
import numpy as np

from sim.compiling import code_of
from sim.engine import kernel
from sim.engine.fast import Engine
from sim.robots import drawn, properties
from sim.robots.files import rows_of
from sim.robots.lineup import lineup
from sim.table.game import playable, playable_keys
from sim.web.tables import CALLS, NUMBERS, WASM, sources

GENERIC = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": "", "NUMBA_ENABLE_AVX": "0"}
"""What lets numba compile alike on every machine."""
SCALARS = {bool: "bool", int: "int64", float: "float64"}
TRIPLE = "wasm32-unknown-unknown"
FEATURES = "+simd128,+bulk-memory,+sign-ext"


def _examples() -> Mapping[str, tuple[Any, tuple[Any, ...]]]:
    """Give every compiled function with arguments of the kinds that it is called with."""
    game = playable(playable_keys()[-1])
    engine = Engine(game, rows_of(game, game.playbooks), 1)
    population = lineup(game, game.playbooks)
    robots, at_work = drawn.blank(population, 1), properties.workings(population, 1)
    block, match = engine._room_for(1), engine._match()
    return {
        "draw_words": (properties.draw_words, (1, 0, at_work.keys, at_work.words)),
        "fit_block": (drawn.fit_block, (population, robots, at_work)),
        "play_some": (kernel.play_some, (engine.board, match, 1, 0, robots, block, 0, 1)),
    }


def _calls(function: Any, arguments: Sequence[Any]) -> list[list[Any]]:
    """Give what a compiled function takes, one after the other: its name with dots, and what it is."""
    return [
        each
        for name, value in zip(inspect.signature(function.py_func).parameters, arguments, strict=True)
        for each in _flat(name, value)
    ]


def _flat(name: str, value: Any) -> Iterator[list[Any]]:
    if hasattr(value, "_asdict"):
        for field, each in value._asdict().items():
            yield from _flat(f"{name}.{field}", each)
    elif isinstance(value, np.ndarray):
        yield [name, value.dtype.name, value.ndim]
    else:
        yield [name, SCALARS[type(value)], None]


def build(wasm: Path = WASM, calls: Path = CALLS) -> None:
    """Compile the engine for a browser; numba compiles in a process of its own, for no machine in particular."""
    if any(os.environ.get(name) != value for name, value in GENERIC.items()):
        subprocess.run(
            [sys.executable, "-m", "sim.web.engine", str(wasm), str(calls)], env={**os.environ, **GENERIC}, check=True
        )
        return
    examples = _examples()
    with tempfile.TemporaryDirectory() as folder:
        objects = [_object(name, *each, Path(folder)) for name, each in examples.items()]
        exported = [f"--export={name}" for name in (*examples, "__heap_base")]
        options = ["--no-entry", "--gc-sections", "-O3", "--strip-all", *exported]
        subprocess.run(["wasm-ld", *options, "-o", str(wasm), *map(str, objects)], check=True)
    said = {
        "sources": sources(),
        "functions": {name: _calls(*each) for name, each in examples.items()},
        "numbers": NUMBERS,
    }
    calls.write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


def _object(name: str, function: Any, arguments: Sequence[Any], folder: Path) -> Path:
    """Compile a function anew, by no cache, and translate what comes of that."""
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(opt=3, features=FEATURES)
    module = llvm.parse_assembly(_for_browsers(code_of(function, arguments), name, str(machine.target_data)))
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)
    file = folder / f"{name}.o"
    file.write_bytes(machine.emit_object(module))
    return file


OF_PYTHON = re.compile(r'^define [^\n]*@"?(?:cfunc\.|_ZN7cpython)[^\n]*\n(?:[^}\n][^\n]*\n|\n)*}\n', re.MULTILINE)
"""What numba defines so that Python can call it."""


def _for_browsers(code: str, name: str, data: str) -> str:
    """Take LLVM's code of a function from the machine that it was compiled for to a browser's."""
    code = OF_PYTHON.sub("", code)
    for pattern, instead in {
        r"^target datalayout = .*$": f'target datalayout = "{data}"',
        r"^target triple = .*$": f'target triple = "{TRIPLE}"',
        r'"(?:target-cpu|target-features|tune-cpu)"="[^"]*"': "",
        r"= common ": "= weak ",
    }.items():
        code = re.sub(pattern, instead, code, flags=re.MULTILINE)
    named = re.compile(
        rf'^define [^\n]*@("[^"]*{len(name)}{name}[^"]*"|[\w.$]*{len(name)}{name}[\w.$]*)\(', re.MULTILINE
    )
    (found,) = set(named.findall(code))
    return code.replace(f"@{found}", f"@{name}")


if __name__ == "__main__":
    build(*map(Path, sys.argv[1:]))
