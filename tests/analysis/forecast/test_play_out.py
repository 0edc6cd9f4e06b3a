"""The rest of an event, played out: what is drawn agrees with what is known, and what was played stays."""

import numpy as np
import pytest
from small_course import KNOWN, PRIOR, course, scores

from analysis.forecast.forecast import policy_of
from analysis.forecast.play_out import medals, posterior, ranked, ranking_phases, state, strengths, tie_share, tied
from analysis.forecast.process import ahead, covariance, expected, kernels, whitened
from analysis.forecast.running import Running, forgotten
from sim.table.game import playable

OF = course(teams=30, each=6)
SCORES = np.floor(scores(OF)).clip(0).astype(np.int64)
RULES = playable("2023").rules
STANDING = policy_of(RULES).standing
NOTHING = np.zeros((OF.matches, 6), dtype=np.int64)
EVENT = Running(
    names=tuple(f"T{team}" for team in range(OF.count)),
    matches=tuple(range(1, OF.matches + 1)),
    teams=OF.teams,
    scores=SCORES,
    played=np.ones(OF.matches, dtype=np.bool_),
    card=NOTHING,
    absent=NOTHING > 0,
    skipped=NOTHING > 0,
)
THEN = forgotten(EVENT, 15)


def drawn(repeats=400, seed=1):
    """Draw strengths after the first fifteen matches."""
    past = THEN.past
    return strengths(OF.at(past), SCORES[past], PRIOR, repeats, seed, below_zero=False)


def test_the_state_predicts_what_the_scores_predict():
    """Teams and level after some matches foretell the next one as the scores themselves do."""
    past, coming = np.arange(15), np.arange(15, 18)
    fixed, scaled, root = state(OF.at(past), SCORES[past], KNOWN, PRIOR.spread)
    mean = expected(OF, KNOWN)
    turned = whitened(covariance(kernels(OF), KNOWN, PRIOR.spread), SCORES.ravel(), mean)
    known = ahead(turned, mean, np.array([30, 36]))
    rest = OF.at(coming)
    curve = np.stack([np.ones(6), -np.expm1(-rest.sides_when / 0.35) / -np.expm1(-1 / 0.35)], axis=1)
    seen = np.concatenate([curve, rest.own, rest.other], axis=1)
    assert seen @ fixed == pytest.approx(known.fixed[15:18].ravel())
    assert seen @ scaled == pytest.approx(known.scaled[15:18].ravel())
    luck = np.exp(2 * KNOWN.luck) * np.array([[1, np.tanh(KNOWN.shared)], [np.tanh(KNOWN.shared), 1]])
    square = seen @ root @ root.T @ seen.T
    assert square[:2, :2] + luck == pytest.approx(known.covariance[15], rel=1e-4)


def test_before_the_first_match_the_prior_speaks():
    """Without a match every structure weighs the same, and teams differ as the prior says."""
    known = posterior(OF.at(np.arange(0)), SCORES[:0], PRIOR)
    assert np.ptp(known.weights.sum(axis=1)) == pytest.approx(0)
    found = strengths(OF.at(np.arange(0)), SCORES[:0], PRIOR, 400, 1, below_zero=False)
    assert np.log(found.own.std() / np.exp(KNOWN.scale)) == pytest.approx(KNOWN.own, abs=0.1)


@pytest.mark.slow
def test_draws_spread_as_what_is_known():
    """Means of what is drawn for the next match are the predicted ones within their error."""
    found = drawn(2_000).played(OF.at(np.arange(15, 18)), 1)
    past = strengths(OF.at(THEN.past), SCORES[THEN.past], PRIOR, 2_000, 7, below_zero=False)
    again = past.played(OF.at(np.arange(15, 18)), 7)
    error = np.sqrt((found.var(axis=0) + again.var(axis=0)) / 2_000)
    assert (abs(found.mean(axis=0) - again.mean(axis=0)) < 4 * error).all()
    assert (found >= 0).all()


def test_what_was_played_stays_and_ranks_are_ranks():
    """Played scores are the same in every repeat; every repeat ranks every team once."""
    found = ranking_phases(THEN, drawn(), STANDING, 1)
    assert (found.scores[:, :15] == SCORES[:15]).all()
    assert np.ptp(found.scores[:, 15:], axis=0).min() > 0
    assert (np.sort(found.rank, axis=1) == np.arange(1, OF.count + 1)).all()


def test_the_same_seed_gives_the_same_and_another_does_not():
    """All of it is keyed by the seed."""
    one, two, three = (ranking_phases(THEN, drawn(50, seed), STANDING, seed).scores for seed in (1, 1, 2))
    assert (one == two).all()
    assert (one != three).any()


def test_a_whole_event_is_ranked_in_one_way_but_for_ties():
    """Where nothing is to come, all repeats end alike, but for teams that scores do not tell apart."""
    found = ranking_phases(EVENT, drawn(20), STANDING, 1)
    rank, score = ranked(EVENT, SCORES[None], STANDING, 1)
    assert (found.score == score).all()
    sure = np.ptp(found.rank, axis=0) == 0
    assert sure.mean() > 0.8
    assert (found.rank[0, sure] == rank[0, sure]).all()


def test_medals_are_those_of_one_alliance_each():
    """In every repeat three alliances of four have them, and nobody two."""
    form = playable("2023").model.playoffs
    small = course(teams=48, each=4)
    found = strengths(small.at(np.arange(0)), SCORES[:0], PRIOR, 30, 1, below_zero=False)
    event = forgotten(
        Running(
            names=tuple(map(str, range(48))),
            matches=tuple(range(small.matches)),
            teams=small.teams,
            scores=np.zeros((small.matches, 2), dtype=np.int64),
            played=np.zeros(small.matches, dtype=np.bool_),
            card=np.zeros_like(small.teams),
            absent=small.teams < 0,
            skipped=small.teams < 0,
        ),
        0,
    )
    finals = ranking_phases(event, found, STANDING, 1)
    won = medals(found, finals, form, 1)
    assert [(won == medal).sum(axis=1).tolist() for medal in (1, 2, 3)] == [[4] * 30] * 3
    drawn_teams = (won > 0) & (finals.rank > 24)
    assert (drawn_teams.sum(axis=1) == 3).all()


def test_ties_are_as_many_as_they_are_foretold():
    """Where normals give too few ties, the nearest matches become some; where there are enough, none do."""
    found = drawn().played(OF.at(np.arange(15, 30)), 1)
    near = tied(found, 0.3)
    equal = (near[..., 0] == near[..., 1]).mean()
    assert equal == pytest.approx(0.3, abs=0.02)
    assert abs(near.mean() - found.mean()) < 1
    assert (tied(found, 0.0) == found).all()


def test_ties_that_came_outweigh_those_that_were_foretold():
    """After many matches the share of ties is that of these, before the first it is the foretold one."""
    assert tie_share(forgotten(EVENT, 0), 0.2) == pytest.approx(0.2)
    came = (SCORES[:, 0] == SCORES[:, 1]).mean()
    assert abs(tie_share(EVENT, 0.2) - came) < 0.2 * 50 / (50 + OF.matches) + 1e-9
