"""Keyed draws: the published known answers, and distributions that are what they say."""

import numpy as np
import pytest

from sim import draws

F = 0xFFFF_FFFF


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((F, F, F, F), (F, F), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
    ids=["zeros", "ones", "digits of pi"],
)
def test_philox_gives_the_known_answers(counter, key, expected):
    """Philox4x32-10 agrees with the known-answer vectors of Random123, as integers and as arrays."""
    assert draws.philox(*counter, *key) == expected
    arrays = draws.philox(*(np.uint64(each) for each in (*counter, *key)))
    assert tuple(int(word) for word in arrays) == expected


def test_words_are_keyed_by_every_argument():
    """Changing seed, stream, match, agent, number or nth, each alone, changes the words."""
    key = [1, 2, 3, 4, 5, 6]
    first = int(draws.words(*key)[0])
    others = [int(draws.words(*[each + (i == j) for j, each in enumerate(key)])[0]) for i in range(6)]
    assert first not in others
    assert len(set(others)) == 6


def test_a_draw_does_not_depend_on_its_company():
    """The word of match 417 is the same alone and among a thousand."""
    alone = draws.words(7, 0, 417, 3, 2, 1)[0]
    among = draws.words(7, 0, np.arange(1_000), 3, 2, 1)[0]
    assert alone == among[417]


def test_duration_factors_have_median_one_and_the_sigma_asked_for():
    """Half the factors lie below 1, and the log of the factors has the sigma asked for."""
    factors = draws.factors(0.3) / 2**16
    assert (factors < 1).sum() == draws.LEVELS // 2
    assert np.log(factors).std() == pytest.approx(0.3, rel=2e-3)


def test_without_spread_every_attempt_lasts_its_median():
    """A sigma of 0 gives factors of exactly 1."""
    assert set(draws.factors(0).tolist()) == {2**16}
    assert draws.duration(1_234, 2**16) == 1_234


def test_nothing_takes_less_than_a_millisecond():
    """A row of 0 seconds lasts 1 ms."""
    assert draws.duration(0, 2**16) == 1


def test_normals_are_symmetric_with_variance_one():
    """The 4,096 normals have mean 0 and, but for what lies beyond 3.7 sigma, variance 1."""
    levels = draws.normal(np.arange(draws.LEVELS, dtype=np.uint64) << draws.SHIFT)
    assert levels.mean() == pytest.approx(0, abs=1e-12)
    assert levels.var() == pytest.approx(1, rel=2e-3)


def test_a_word_becomes_the_middle_of_its_part():
    """The first and the last of the 2^32 parts between 0 and 1 are as far from the ends: none gives 0 or 1."""
    assert draws.uniform(0) == 2.0**-33
    assert draws.uniform(2**32 - 1) == 1 - 2.0**-33
