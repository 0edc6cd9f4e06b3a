"""What is foreseen is kept: found again as it was, and found anew where anything that it depends on differs."""

import pytest

from analysis.forecast.kept import known
from analysis.forecast.structure import foreseen
from sim.play.event import event_request
from sim.play.request import run_request


def request(seed=1):
    """Ask for an event of 2022."""
    return event_request(run_request("2022", seed=seed), 24, 6)


def quiet(_):
    """Say nothing."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Keep what is foreseen with hindsight, which simulates one season alone; give the folder and what was found."""
    folder = tmp_path_factory.mktemp("kept")
    return folder, known(request(), 1, quiet, True, folder)


def test_it_is_what_is_foreseen(kept):
    """The first time it is what `foreseen` gives but for rivals; the next time it is read, and nothing is played."""
    folder, found = kept
    assert found == foreseen(request(), 1, quiet, True, False)
    played = []
    assert known(request(), 1, played.append, True, folder) == found
    assert played == []


def test_half_a_file_is_found_anew(kept):
    """A file that is not whole, or none of ours, is written again."""
    folder, found = kept
    (file,) = folder.glob("foreseen-*.kept")
    whole = file.read_bytes()
    for broken in (whole[:20], b'{"centre": [1], "spread": [2], "ties": 0}'):
        file.write_bytes(broken)
        assert known(request(), 1, quiet, True, folder) == found
        assert file.read_bytes() == whole


def test_another_seed_is_another_file(kept):
    """What is asked for names the file."""
    folder, found = kept
    assert known(request(2), 1, quiet, True, folder) != found
    assert len(list(folder.glob("foreseen-*.kept"))) == 2


def test_nothing_is_kept_without_a_folder(kept):
    """Where no folder can be written it is found each time; a folder that is gone is no error."""
    folder, found = kept
    assert known(request(), 1, quiet, True, None) == found
    assert known(request(), 1, quiet, True, folder / "gone") == found
