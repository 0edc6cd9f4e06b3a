"""Work that workers of every kind find, also in processes of their own."""

import os
import signal
from pathlib import Path

from rules.errors import ModelError
from sim.play.run import played
from sim.play.workers import Job

TOO_MUCH = 30
"""The first match of the job that fails."""


def jobs(request, matches, each=10):
    """Cut matches into many small jobs."""
    return [Job(request, range(first, min(first + each, matches))) for first in range(0, matches, each)]


def scores(request, numbers):
    """Play matches and give their numbers and scores."""
    return list(numbers), played(request, numbers).scores.tolist()


def scores_until_too_much(request, numbers):
    """Play matches, but fail at one job."""
    if numbers.start == TOO_MUCH:
        raise ModelError("match", f"expected less than {TOO_MUCH}")
    return scores(request, numbers)


def scores_after_deaths(folder, deaths, request, numbers):
    """Play matches, but be killed at one job so many times, as it stands in a folder."""
    if numbers.start == TOO_MUCH and len(list(Path(folder).iterdir())) < deaths:
        (Path(folder) / str(os.getpid())).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return scores(request, numbers)
