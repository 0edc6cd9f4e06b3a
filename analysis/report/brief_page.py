"""A brief as one page of HTML, for a phone and for one sheet of paper: it loads nothing and runs nothing."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from analysis.brief import words
from analysis.brief.brief import Brief
from analysis.compare.verdicts import decides, in_english
from analysis.words import Text, english

STYLE = """
:root { color-scheme: light dark; --back: #fff; --text: #1a1a1a; --soft: #595959; --line: #767676; --us: #e4eefb; }
@media (prefers-color-scheme: dark) {
  :root { --back: #14171a; --text: #f0f0f0; --soft: #b8b8b8; --line: #8a8a8a; --us: #1d3350; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: .75rem; max-width: 44rem; background: var(--back); color: var(--text);
  font: 1rem/1.4 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 1.1rem 0 .3rem; border-bottom: 1px solid var(--line); }
p, ul { margin: .3rem 0; }
ul { padding-left: 1.2rem; }
.answer { font-size: 1.15rem; font-weight: 600; }
.soft { color: var(--soft); font-size: .85rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; }
th, td { padding: .2rem .35rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top;
  overflow-wrap: normal; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th.number { white-space: normal; }
tr.us { background: var(--us); }
@media print {
  @page { size: A4; margin: 12mm; }
  html { font-size: 9pt; }
  :root { color-scheme: light; --back: #fff; --text: #000; --soft: #444; --line: #666; --us: #eee; }
  body { padding: 0; max-width: none; }
  h2 { margin-top: .7rem; break-after: avoid; }
  .wide { overflow: visible; }
}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(of: Brief) -> str:
    """Write a brief as a whole document, in English."""
    heading = escape(english(words.title(of)))
    head = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{heading}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{heading}</h1>",
    ]
    return "\n".join([*head, *_body(of), "</body>", "</html>", ""])


def _body(of: Brief) -> Iterator[str]:
    yield _text(words.who(of))
    yield _text(words.outcome(of), "answer")
    yield _text(words.scores(of))
    yield from map(_text, words.doubt(of))
    yield _text(words.basis(of), "soft")
    yield "<h2>Our plan</h2>"
    yield _text(in_english(words.plan_answer(of)))
    plans = [row[1:] for row in words.plan_rows(of)]  # their order says the rank
    yield from _table(words.plan_heads(of)[1:], plans, Columns(0, {1, 2}), of.best)
    yield _text(decides(of.ranked_by), "soft")
    yield "<h2>To agree on</h2>"
    yield f"<ul>{''.join(f'<li>{escape(english(each))}</li>' for each in words.agreements(of))}</ul>"
    yield from (_text(each, "soft") for each in words.meanings(of))
    yield _text(words.about_agreements(of), "soft")
    yield "<h2>Who plays</h2>"
    yield from _table(words.TEAM_HEADS, words.team_rows(of), Columns(1, {2, 3, 4}), of.team)
    yield from map(_text, words.seen(of))
    yield _text(words.ABOUT_TEAMS, "soft")
    yield "<h2>How far to trust it</h2>"
    for each in (*words.closing(of), words.model(of)):
        yield _text(each, "soft")


def _text(text: Text, kind: str = "") -> str:
    told = escape(english(text))
    return f'<p class="{kind}">{told}</p>' if kind else f"<p>{told}</p>"


class Columns(NamedTuple):
    """Which column of a table names what a row is of, and which hold numbers."""

    key: int
    numbers: set[int]


def _table(heads: Sequence[Text], rows: Iterable[Sequence[Text]], columns: Columns, ours: str) -> Iterator[str]:
    """Write a table, if it has rows; the row whose name is ours is marked."""
    lines = [_row(row, columns, ours) for row in rows]
    if not lines:
        return
    cells = "".join(
        f'<th scope="col"{_kind(n, columns)}>{escape(english(each))}</th>' for n, each in enumerate(heads)
    )
    yield f'<div class="wide"><table><thead><tr>{cells}</tr></thead><tbody>'
    yield from lines
    yield "</tbody></table></div>"


def _row(row: Sequence[Text], columns: Columns, ours: str) -> str:
    cells = [
        f'<th scope="row">{each}</th>' if n == columns.key else f"<td{_kind(n, columns)}>{each}</td>"
        for n, each in enumerate(escape(english(cell)) for cell in row)
    ]
    return f"<tr{' class=us' if row[columns.key] == ours else ''}>{''.join(cells)}</tr>"


def _kind(place: int, columns: Columns) -> str:
    return ' class="number"' if place in columns.numbers else ""
