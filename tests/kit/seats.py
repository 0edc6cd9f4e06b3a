"""Who stands where in some documents, as a policy's `standing` takes it."""

import numpy as np

from rules.ranking import Seats


def seats_of(documents):
    """Give own and other score of each seat in the order of teams, and who has it."""
    rows = [
        (str(each.team), *document.scores_of(each), each.card, each.no_show, each.skipped)
        for document in documents
        for each in document.participants
    ]
    rows.sort(key=lambda row: row[0])
    teams, own, other, card, absent, skipped = (np.array(column) for column in zip(*rows, strict=True))
    names, starts = np.unique(teams, return_index=True)
    return names.tolist(), own[None], other[None], Seats(starts, card, absent, skipped)
