"""Options that several verbs take."""

from contextlib import closing
from typing import Annotated

import typer

from analysis.words import languages
from sim.play.cluster import Cluster
from sim.play.workers import done_by


def done_on_cluster(context: typer.Context, address: str | None) -> str | None:
    """Let a verb's matches be played on a cluster until it ends."""
    if address is not None:
        cluster = context.with_resource(closing(Cluster(address)))
        context.with_resource(done_by(cluster.crew))
    return address


SeasonOption = Annotated[str, typer.Option("--season", help="The season, 2022 or fgc_2022.", show_default=False)]
SavedSeasonOption = Annotated[
    str | None,
    typer.Option("--season", help="The season, 2022 or fgc_2022.", show_default="that of --out DIR, which goes on"),
]
PlaybookOption = Annotated[
    str | None,
    typer.Option("--playbook", metavar="NAME|FILE", help="What every robot plays: of the season, or a plan file."),
]
EngineOption = Annotated[
    str, typer.Option("--engine", help="fast, or reference: the one to read, which plays the same matches slowly.")
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs", help="Blocks played at once; nothing but the time changes.", show_default="all processors"
    ),
]
ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="tcp://HOST:PORT",
        callback=done_on_cluster,
        help="Play on many machines: the address of a Dask scheduler.",
        show_default="on this one",
    ),
]
RedOption = Annotated[
    str | None, typer.Option("--red", metavar="FILE", help="Red's line-up: who stands where, and plays what.")
]
BlueOption = Annotated[str | None, typer.Option("--blue", metavar="FILE", help="Blue's line-up.")]
PopulationOption = Annotated[
    str | None,
    typer.Option("--population", metavar="FILE", help="Other robots than the season's: a file of `sim calibrate`."),
]
PointsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--points",
        metavar="NAME=VALUE|FILE",
        help="Other points than the official ones, once for each; `sim rules` has the names.",
    ),
]
DetailsOption = Annotated[
    str | None,
    typer.Option(
        "--details",
        metavar="CSV",
        help="Score sheets of the matches, by their `match` column or in the same order: entries' official names.",
    ),
]
HalfOption = Annotated[
    str | None,
    typer.Option(
        "--half",
        metavar="odd|even",
        help="Only the file's 1st, 3rd, ... or 2nd, 4th, ... match, with those at the same places of events.",
        show_default="all matches",
    ),
]
SeedOption = Annotated[int, typer.Option("--seed", help="Another seed, other matches; 0 to 2^32 - 1.")]
PlotOption = Annotated[str | None, typer.Option("--plot", metavar="FILE", help="Draw it: FILE.png, .svg or .pdf.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document for programs.")]
MatchesOption = Annotated[
    int | None,
    typer.Option(
        "--matches", help="How many matches of each; with --precision at most.", show_default="10,000 or more"
    ),
]
PrecisionOption = Annotated[
    float | None,
    typer.Option(
        "--precision",
        help="Play until the 95 % interval reaches this far up and down.",
        show_default="as many as said",
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help="All three robots of red play it, not one.")]
AllPairsOption = Annotated[
    bool, typer.Option("--details", help="All pairs too, with p values and what pairing saved.")
]
ReportOption = Annotated[
    str | None,
    typer.Option("--report", metavar="FILE", help="Write it as one page too, FILE.html, with pictures."),
]
LanguageOption = Annotated[
    str | None,
    typer.Option("--language", metavar="|".join(languages()), help="Of the page.", show_default="en"),
]
QuickOption = Annotated[
    bool,
    typer.Option(
        "--quick", help="Do not try other models of the season, nor other robots that a stopwatch's tries allow."
    ),
]
ShareOption = Annotated[
    str | None,
    typer.Option(
        "--share",
        metavar="2/5",
        help="Play this share of it into --out DIR, on a machine of its own; `sim merge` puts all of them together.",
    ),
]
