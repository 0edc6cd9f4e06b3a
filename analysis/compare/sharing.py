"""Shares of a comparison: each holds some matches of all that is compared, as shares of runs; merged they answer."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from analysis.compare import paired
from analysis.compare.comparing import Compared, are_alliances, tried_in_models, tried_in_robots
from analysis.compare.matchups import TESTED, Variant, joined_up, request_of, seen_from, stations_of
from rules.errors import FgcError
from sim.play import saved
from sim.play.merging import Found, found, pieces
from sim.play.merging import request_of as request_told
from sim.play.request import Manifest, Request
from sim.play.run import play
from sim.play.shares import FOLDER, RunShare, Share

COMPARISON = "comparison-share.json"
"""What the manifest of a share is called once it is whole."""


class ComparisonShare(RunShare):
    """`comparison-share.json`: what repeats a share of a comparison to the last byte; its run is the same for all."""

    names: tuple[str, ...]
    """What is compared; the share of each one's run lies in a folder of its own, by number."""
    baseline: str | None
    everybody: bool
    whole: bool
    quick: bool


def folder_of(out: Path, number: int) -> Path:
    """Give the place of what one of those that are compared has played."""
    return out / f"compared-{number:05}"


def asked_of(
    request: Request, variants: Sequence[Variant], baseline: str | None, everybody: bool, quick: bool, share: Share
) -> ComparisonShare:
    """Give what the folder of a share of a comparison says of it."""
    whole = are_alliances(variants)
    asked = share.manifest(request).model_dump()
    names = tuple(each.name for each in variants)
    return ComparisonShare(
        **asked, names=names, baseline=baseline, everybody=everybody or whole, whole=whole, quick=quick
    )


def play_share(
    request: Request,
    variants: Sequence[Variant],
    manifest: ComparisonShare,
    out: Path,
    jobs: int | None,
    told: Callable[[int], None],
) -> None:
    """Play a share of the matches of each variant into a folder; what is there already is not played again."""
    share = Share(manifest.share, manifest.of, manifest.command)
    with closing(saved.opened(out, manifest, COMPARISON)):
        for number, variant in enumerate(variants):
            of = request_of(request, variant, stations_of(manifest.everybody))
            for _ in play(of, folder_of(out, number), jobs, told, share):
                pass
        saved.finish(out, COMPARISON)


def merged_comparison(folders: Sequence[Path], jobs: int | None) -> tuple[Compared, str]:
    """Give the comparison that shares make up, and the words that ask for it.

    Raises FgcError for shares that are damaged, missing, there twice, or of something else.
    """
    of = found(folders, COMPARISON, ComparisonShare)
    told: ComparisonShare = of.told
    request = request_told(told, Manifest, of.folders[0] / COMPARISON)
    requests, played = [], []
    for number, name in enumerate(told.names):
        its = _of_variant(of, number)
        requests.append(request_told(its.told, Manifest, its.folders[0] / FOLDER))
        played.append(joined_up(name, [seen_from(part, TESTED) for part in pieces(requests[-1], its)]))
    result = Compared(
        request,
        tuple(requests),
        told.everybody,
        (),
        paired.compare(played),
        told.baseline,
        whole=told.whole,
        quick=told.quick,
    )
    return (result if told.quick else tried_in_robots(tried_in_models(result, jobs), jobs)), told.command


def _of_variant(of: Found, number: int) -> Found:
    """Give the shares of the run of one that is compared; a FgcError where they lie under others' numbers."""
    folders = [folder_of(folder, number) for folder in of.folders]
    its = found(folders, FOLDER, RunShare)
    if its.folders != folders or (its.told.of, its.told.matches) != (of.told.of, of.told.matches):
        raise FgcError(str(folders[0]), f"expected shares as {of.folders[0]} tells of them, found others")
    return its
