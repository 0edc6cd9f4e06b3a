"""`--report` of verbs that take longer: their pages too have the terminal's digits."""

import pytest
from report_pages import assert_same_digits
from studies import LONG, write_files

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", LONG)
def test_a_page_has_the_digits_of_the_terminal(here, tmp_path, monkeypatch, name):
    """Every number that is printed stands on the page; a saved document gives the very page of `--report`."""
    write_files(tmp_path)
    monkeypatch.chdir(tmp_path)

    def run(*args):
        done = here(*args)
        assert done.returncode == 0, done.stderr
        return done

    assert_same_digits(run, tmp_path, name)
