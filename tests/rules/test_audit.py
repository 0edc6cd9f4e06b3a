"""What documents record against what follows from their entries, as values; the command prints the same."""

import numpy as np
import pytest
from matches import as_bytes, match
from strategies import documents_of

import rules
from rules.audit import Difference, audited, disagreements
from rules.documents import read
from rules.fgc_2019 import Sheet

CARBON, OCEAN = rules.load("2022"), rules.load("2019")


def audit_of(*documents):
    """Audit documents of 2022."""
    return audited(read(as_bytes(list(documents)), CARBON), CARBON)


def test_a_difference_has_name_recorded_and_expected_value():
    """Recorded scores that do not follow are named with what was recorded and what follows."""
    right, wrong, bare = audit_of(match(), match(red=999), match(redScore=None, blueScore=None))
    assert (right.agrees, right.differs) == (True, [])
    assert (wrong.agrees, wrong.wrong_scores) == (False, (Difference("redScore", 999, 20),))
    assert (bare.agrees, bare.wrong_scores, bare.scores) == (None, (), (20, 20))


def test_each_side_has_its_own_breakdown():
    """What red and blue scored, part by part, adds up to the score of each."""
    none, of_red = np.zeros((1, 2), dtype=np.int64), np.array([[7, 0]])
    (document,) = documents_of(Sheet(of_red, none, none, none, np.zeros((1, 2, 3), np.int64), none, none))
    (audit,) = audited(read(as_bytes(document), OCEAN), OCEAN)
    told = audit.as_json()
    assert audit.scores[0] > audit.scores[1] == 0
    assert [sum(told[f"{side}Breakdown"].values()) for side in ("red", "blue")] == list(audit.scores)


def test_disagreements_are_counted_in_sentences():
    """Scores that differ are counted by document; where nothing differs nothing is said."""
    assert disagreements(audit_of(match(), match(red=9, blue=9), match(red=0))) == [
        "2 of 3 documents record scores that do not follow from their entries"
    ]
    assert disagreements(audit_of(match())) == []


@pytest.mark.parametrize(("phase", "expected"), [("ranking", True), ("playoff", False)])
def test_what_follows_depends_on_the_phase(phase, expected):
    """80 pollutants are all of them in the ranking phase, and not in the playoffs."""
    none, all_of_red = np.zeros((1, 2), dtype=np.int64), np.array([[80, 0]])
    (document,) = documents_of(Sheet(all_of_red, none, none, none, np.zeros((1, 2, 3), np.int64), none, none))
    document["details"]["coopertition_bonus"] = "maybe"
    (audit,) = audited(read(as_bytes(document), OCEAN), OCEAN, phase)
    assert audit.wrong_others == (Difference("coopertition_bonus", "maybe", expected),)
    assert disagreements([audit]) == ["1 of 1 documents record derived entries that do not follow from their entries"]
