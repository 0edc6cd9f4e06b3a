"""Work side by side: the same results in the same order, whoever does it, and a fault comes where it belongs."""

import signal
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import count as count_from
from multiprocessing import get_context

import numpy as np
import pytest
from played import PLAYED
from working import TOO_MUCH, jobs, scores, scores_after_deaths, scores_until_too_much

from analysis.event.cold import cold
from analysis.event.validate import count, yardstick
from rules.errors import ModelError
from sim.play.event import event_request, jobs_of, play_event
from sim.play.matches import Matches
from sim.play.request import run_request
from sim.play.run import played
from sim.play.workers import LIVES, mapped
from sim.table.game import playable
from sim.table.language import ENGINES

MATCHES = 95
every_engine = pytest.mark.parametrize("engine", ENGINES)
few_and_many = pytest.mark.parametrize(
    ("engine", "workers"), [("fast", 1), ("fast", 2), ("fast", 5), ("reference", 2)]
)
"""Processes of the reference engine take a second each to start."""


@pytest.fixture
def threads():
    """Give an executor of threads that is somebody else's."""
    with ThreadPoolExecutor(3) as pool:
        yield pool


@pytest.fixture(scope="module")
def processes():
    """Give an executor of processes that is somebody else's."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield pool


def asked(engine="fast", **more):
    """Ask for a run of 2022."""
    return run_request("fgc_2022", MATCHES, 3, engine=engine, **more)


@pytest.fixture(scope="module")
def alone():
    """Give what comes of the jobs, one after the other, without any of the machinery."""
    return [scores(*job) for job in jobs(asked(), MATCHES)]


@few_and_many
def test_any_number_of_workers_gives_the_same(alone, engine, workers):
    """Results come in the order of the jobs, whatever the engine and however many work at once."""
    assert list(mapped(scores, jobs(asked(engine), MATCHES), workers)) == alone


@every_engine
def test_threads_of_the_caller_give_the_same(alone, threads, engine):
    """An executor that the caller brings does the work, and stays open."""
    assert list(mapped(scores, jobs(asked(engine), MATCHES), 2, threads)) == alone
    assert threads.submit(len, "open").result() == 4


@every_engine
@pytest.mark.parametrize("workers", [1, 2])
def test_processes_of_the_caller_give_the_same(alone, processes, engine, workers):
    """Processes get requests as JSON, and give the same; their executor stays open."""
    assert list(mapped(scores, jobs(asked(engine), MATCHES), workers, processes)) == alone
    assert processes.submit(len, "open").result() == 4


@pytest.mark.parametrize("key", PLAYED)
def test_matches_of_every_season_come_back_from_processes(processes, key):
    """Sheets, points and rules come from another process as they were there."""
    request = run_request(key, 6, 2, engine="reference")
    (found,) = mapped(played, jobs(request, 6), 1, processes)
    here = played(request, range(6))
    assert isinstance(found, Matches)
    assert found.frame().equals(here.frame())
    assert found.rules.key == key
    assert all(np.array_equal(points, here.breakdown.parts[name]) for name, points in found.breakdown.parts.items())


def test_no_jobs_are_no_work(threads):
    """Of nothing comes nothing, whoever would do it."""
    assert list(mapped(scores, [], 2)) == list(mapped(scores, [], 2, threads)) == []


@pytest.mark.parametrize("how", [(1,), (2,), "threads"])
def test_jobs_are_asked_for_a_few_ahead(alone, threads, how):
    """There may be more jobs than memory holds: of endless ones the first are done at once."""
    (job, *_), asked_for = jobs(asked(), MATCHES), count_from(0)
    with closing(mapped(scores, (job for _ in asked_for), *((2, threads) if how == "threads" else how))) as coming:
        assert [next(coming), next(coming)] == 2 * alone[:1]
    assert next(asked_for) < 20


def results_until_it_fails(coming):
    """Take results one by one until one fails, and give those before."""
    found = []
    with pytest.raises(ModelError, match=f"^match: expected less than {TOO_MUCH}$"):
        found.extend(coming)
    assert list(coming) == []
    return found


@few_and_many
def test_a_job_that_fails_fails_in_its_place(alone, engine, workers):
    """What comes before a job that fails is given, then its error; nothing comes after."""
    coming = mapped(scores_until_too_much, jobs(asked(engine), MATCHES), workers)
    assert results_until_it_fails(coming) == alone[:3]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals here")
def test_what_a_killed_process_had_is_done_again(alone, tmp_path):
    """A worker that is killed costs time alone; where each one is, it is said in one line."""
    work = partial(scores_after_deaths, tmp_path, LIVES - 1)
    assert list(mapped(work, jobs(asked("reference"), MATCHES), 2)) == alone
    assert len(list(tmp_path.iterdir())) == LIVES - 1
    always = partial(scores_after_deaths, tmp_path, 100)
    with pytest.raises(ModelError, match=r"^jobs: expected processes that go on, but \d times one was killed"):
        list(mapped(always, jobs(asked("reference"), MATCHES), 2))


@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_a_job_that_fails_leaves_the_callers_executor_open(alone, kind, request):
    """An executor of the caller's goes on with other work after an error."""
    pool = request.getfixturevalue(kind)
    coming = mapped(scores_until_too_much, jobs(asked("reference"), MATCHES), 2, pool)
    assert results_until_it_fails(coming) == alone[:3]
    assert list(mapped(scores, jobs(asked("reference"), MATCHES), 2, pool)) == alone


def test_who_looks_no_further_has_the_rest_left_undone(alone):
    """Results may be left where they are: closing what gives them ends the work."""
    coming = mapped(scores, jobs(asked(), MATCHES), 2)
    assert next(coming) == alone[0]
    coming.close()
    assert list(coming) == []


def test_processes_refuse_what_a_manifest_does_not_repeat(processes):
    """A season with numbers that no manifest holds, a cold year's, would be another one there: it is refused."""
    request = cold(event_request(run_request("2022", engine="reference"), 12, 3, 2))
    for workers, pool in ((2, None), (1, processes)):
        with pytest.raises(ValueError, match="expected a request that its manifest repeats"):
            list(mapped(scores, jobs_of(request, range(2)), workers, pool))


def test_threads_play_what_a_manifest_does_not_repeat(threads):
    """Threads share a request: a cold year is played by them as by one alone."""
    request = cold(event_request(run_request("2022"), 12, 3, 3))
    work = partial(count, yardstick(request))
    one, two = (
        [list(each) for each in mapped(work, jobs_of(request, range(3)), *how)] for how in ((1,), (2, threads))
    )
    assert [[each.statistics for each in of] for of in one] == [[each.statistics for each in of] for of in two]


@pytest.mark.parametrize("engine", ENGINES)
def test_events_do_not_depend_on_the_jobs(engine):
    """Repeats that are played at once, in processes too, are those played one by one."""
    one, two = (play_event("2022", 12, 3, 3, seed=5, engine=engine, jobs=jobs) for jobs in (1, 2))
    assert [each.ranking for each in one.repeats] == [each.ranking for each in two.repeats]
    assert (one.scores == two.scores).all()


def test_a_request_of_another_table_is_refused(processes):
    """It is the whole season that must be repeated: one that only looks the same by name is not sent."""
    game = playable("fgc_2022")
    rows = tuple(row.model_copy(update={"seconds": row.seconds * 2}) for row in game.actions)
    slow = replace(asked("reference"), game=game.with_model(game.model.model_copy(update={"action": rows})))
    with pytest.raises(ValueError, match="another process would play another season"):
        list(mapped(scores, jobs(slow, 20), 2, processes))
