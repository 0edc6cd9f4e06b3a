"""What has to be said wherever results are shown: point values that are assumed, or not the official ones."""

from collections.abc import Sequence

from analysis.words import Said, joined
from rules.points import worths
from rules.season import Season, changed_points, point_values


def assumed(rules: Season) -> list[Said]:
    """Say which point values of a season nobody could confirm; nothing where all are known."""
    names, year = rules.assumed_points, rules.key.removeprefix("fgc_")
    if len(names) == len(worths(rules.points)):
        return [Said("stamp.assumed_all", {"year": year})]
    return [Said("stamp.assumed", {"year": year, "names": ", ".join(names)})] if names else []


def changed(rules: Season, swept: Sequence[str] = ()) -> list[Said]:
    """Say which point values are not the official ones, those that are swept among them; nothing where all are."""
    own, others = point_values(rules.own), changed_points(rules)
    told = [
        *(
            Said("stamp.is", {"name": name, "value": f"{value:g}", "own": f"{own[name]:g}"})
            for name, value in others.items()
            if name not in swept
        ),
        *(Said("stamp.swept", {"name": name, "own": f"{own[name]:g}"}) for name in swept),
    ]
    return [Said("stamp.not_official", {"changes": joined(told, "verdict.chain")})] if told else []
