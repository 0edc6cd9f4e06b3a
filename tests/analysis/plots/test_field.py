"""The picture of a field: every spot of a season, where its file says that it lies for red and for blue."""

import pytest
from matplotlib.text import Annotation
from pictures import assert_drawn

from analysis.plots.field import field_picture
from sim.table.game import playable, playable_keys
from sim.table.spots import point_of

KEYS = playable_keys()


@pytest.mark.parametrize("key", KEYS)
def test_every_spot_is_named_where_it_lies(key):
    """Both sides' points bear the names of all spots that lie there; blue's lies where the season mirrors it to."""
    model = playable(key).model
    written = [
        (name, tuple(each.xy))
        for each in field_picture(model, "").findobj(Annotation)
        for name in each.get_text().split("\n")
    ]
    for spot in model.spot:
        if not spot.name.startswith("start "):
            for side in (0, 1):
                point = point_of(spot, model.field, side)
                assert (spot.name, pytest.approx(point, abs=1e-3)) in written


def test_rules_draw_the_field(here, tmp_path):
    """`sim rules --plot` writes a picture and says where; a name of no picture is refused before any work."""
    file = tmp_path / "field.svg"
    done = here("rules", KEYS[0], "--plot", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"Drawn in {file}.\n")
    assert_drawn(file)
    done = here("rules", KEYS[0], "--plot", tmp_path / "field.doc")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("field.doc: expected a name that ends in .png, .svg, .pdf\n")
