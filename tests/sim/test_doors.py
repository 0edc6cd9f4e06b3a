"""The doors of `sim`: each opens, late, onto what type checkers are told; what it does not need is not loaded."""

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from operator import attrgetter

import pytest

import sim

SOURCE = ast.parse(inspect.getsource(sim))
TOLD = {
    alias.asname or alias.name: (str(node.module), alias.name)
    for branch in SOURCE.body
    if isinstance(branch, ast.If)
    for node in ast.walk(branch)
    if isinstance(node, ast.ImportFrom)
    for alias in node.names
}
"""What type checkers are told of each door: the module it lives in, and its name there."""


@pytest.mark.parametrize("door", sim.__all__)
def test_a_door_opens_where_type_checkers_are_told(door):
    """Each name of `sim` is what its import for type checkers says."""
    module, name = TOLD[door]
    assert getattr(sim, door) is getattr(import_module(module), name)


def test_there_are_no_other_doors():
    """What type checkers are told of is what there is; another name is no attribute."""
    assert set(TOLD) == set(sim.__all__)
    with pytest.raises(AttributeError, match="no attribute 'simulated'"):
        attrgetter("simulated")(sim)


@pytest.mark.parametrize("door", ["compare", "sweep", "simulate"])
def test_a_door_loads_neither_pandas_nor_scipy_stats(door):
    """To play and to compare neither is needed; they would take longer to load than thousands of matches to play."""
    code = f"import sys; from sim import {door}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"pandas", "scipy.stats", "matplotlib", "typer"} & set(done.stdout.split())


def test_playing_loads_no_linear_algebra():
    """numba would look for it, which takes longer than to play; whoever multiplies matrices still finds it."""
    code = """
import sys, numba, numpy, sim
sim.simulate("2022", 10)
print("scipy.linalg" in sys.modules)
print(numba.njit(lambda a: a @ a)(numpy.eye(2))[0, 0])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "1.0"]
