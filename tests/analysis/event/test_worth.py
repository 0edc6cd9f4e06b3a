"""Whether a fit was worth it: what it is judged by, when it is no better, and how many matches would tell."""

import pytest

from analysis.event.calibrate import Fit, Judgement
from analysis.event.worth import is_better, judged_by, matches_to_tell, warning


def helped(before, after):
    """Make what a fit brought: how far off figures lie with the season's numbers, and with the fitted ones."""
    return {when: Judgement(30, z, {}, None, None) for when, z in (("before", before), ("after", after))}


def fit(after, error=0.1):
    """Make a fit of one number that was 0 before."""
    return Fit({"robots.pace": 0.0}, {"robots.pace": after}, {"robots.pace": error}, {"robots.pace": (-1, 1)}, [1.0])


@pytest.mark.parametrize(("before", "after", "better"), [(3, 1, True), (1, 0.99, False), (0.8, 0.9, False)])
def test_a_fit_is_better_where_figures_lie_clearly_nearer(before, after, better):
    """A hair nearer is no better."""
    assert is_better(helped(before, after)) == better


def test_a_fit_is_judged_by_matches_that_it_was_not_fitted_to():
    """The other half, where there is one."""
    one = helped(1, 1)
    assert judged_by({"odd, which it was fitted to": one, "even": one, "all": one}) == "even"
    assert judged_by({"what it was fitted to": one}) == "what it was fitted to"


def test_as_many_matches_would_tell_as_errors_shrink():
    """A number that moved by half an error takes (2 / 0.5)^2 = 16 times as many matches, one that is told none."""
    assert matches_to_tell(fit(0.05), 100) == 1_600
    assert matches_to_tell(fit(0.25), 100) is None
    assert matches_to_tell(fit(0.0), 100) is None


def test_the_warning_is_one_line():
    """It says how far off figures lie with both, and how many matches would tell; nothing where the fit helped."""
    said = warning(fit(0.05), {"even-numbered matches": helped(0.8, 0.9)}, 100)
    assert said.startswith("this fit is no better than the season's own numbers: held against even-numbered matches")
    assert "0.90 off, and 0.80 with the season's" in said
    assert said.endswith("100 matches do not tell the numbers apart, about 1,600 would")
    assert "\n" not in said
    assert len(said) < 300
    assert warning(fit(0.05), {"even-numbered matches": helped(3, 1)}, 100) is None
