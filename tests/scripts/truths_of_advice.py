"""What twelve changes of a robot of 2022 are truly worth, for the proof that `sim advise`'s intervals hold it.

    PYTHONPATH=tests/kit python tests/scripts/truths_of_advice.py > tests/analysis/compare/truths_of_advice.json

Two million matches of each, with a seed that no test uses. It takes ten minutes on two cores.
"""

import json

from advised import CHOICE, SEASON, played, tried

from analysis.compare.advising import requests_of
from analysis.compare.gains import summed
from sim.play.request import run_request

MATCHES, SEED = 2_000_000, 900_001


def main() -> None:
    """Play, and print the mean and the error of what each option gains in points."""
    options = tried()
    requests = requests_of(run_request(SEASON, MATCHES, SEED), CHOICE, options)
    points = summed(requests, 2, lambda _: None)["points"]
    each = zip(options, points.means.tolist(), points.errors.tolist(), strict=True)
    truths = [{"dial": option.dial, "to": option.to, "mean": mean, "error": error} for option, mean, error in each]
    print(json.dumps({"played": played(), "matches": MATCHES, "seed": SEED, "options": truths}, indent=1))


if __name__ == "__main__":
    main()
