"""Where things are: the project, the program, and what is shared beside the project, where it is there."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
SIM = Path(sys.executable).with_name("sim")
NO_FILE = Path("/proc")
"""A folder that is there and in which nobody makes files."""


def shared(*parts: str) -> Path:
    """Give the path of a file that is shared beside the project, or skip the test where it is not there."""
    path = ROOT.parent.joinpath("shared", *parts)
    if not path.is_file():
        pytest.skip(f"no {path.name} is shared beside the project")
    return path
