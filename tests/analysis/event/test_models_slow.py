"""Do the models that ship lie as near their events as their files say? Played again, on the very same events.

Nothing here is drawn anew, so nothing raises a false alarm: the same numbers give the same events, and these the same
distance, until something that is played changes. Then the models have to be made again, `docs/season-files.md`.
"""

import pytest
from places import shared
from played import PLAYED

from analysis.event.calibrate import calibration
from analysis.event.models import JUDGES, TOO_FAR, farthest, judged_afresh
from analysis.event.validate import validation_request
from sim.cli.validate import published_table
from sim.table.game import playable
from sim.table.models import made_of, models_of

pytestmark = pytest.mark.slow

EACH = 5
"""Every so many models are judged again on all events that judged them; the others on those of the first glance."""


def published(season, made):
    """Read what a season's models were fitted to, or skip where it is not there: its file, or none where figures."""
    if "figures" in made.fitted_to:
        return None
    year = season.removeprefix("fgc_")
    matches = shared("data", f"matches_{year}.csv")
    details = matches.with_name(f"details_{year}.csv")
    return published_table(season, str(matches), str(details) if details.is_file() else None, None)


@pytest.mark.parametrize("season", PLAYED)
def test_models_lie_as_near_as_is_said(season):
    """Every fifth just as near as its file says, to the last digit that stands there; none of the others far away."""
    made = made_of(playable(season))
    table = published(season, made)
    request = validation_request(season, table, made.events + made.judges, made.seed)
    start = calibration(request, table, made.events, 2, lambda _: None)
    limit = farthest(made.own)
    assert made.judges == JUDGES
    for nth, numbers in enumerate(models_of(request.game)):
        if nth % EACH == 0:
            found = judged_afresh(start, numbers)
            assert round(found.distance, 3) == made.distance[nth] <= limit
        else:
            assert judged_afresh(start, numbers, 0).distance <= TOO_FAR * limit
