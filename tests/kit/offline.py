"""The scripts of the page that asks nobody, run by node: questions in, the last lines of their answers out."""

import json
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from analysis.report.replay import PARTS
from analysis.words import language
from sim.table.game import playable_keys
from sim.web import node
from sim.web.official import following_scripts

DRIVER = """
const lines = require("readline").createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const given = async () => JSON.parse((await lines.next()).value);
const tell = (line) => process.stdout.write(JSON.stringify(line) + "\\n");
const put_in = (here, value) => (value.key ? here.english(value) : String(value));

async function answer(question, here, work, play) {
  const season = here.seasons[question.season];
  if (question.tries) return { robot: stopwatch.timed(season, question.tries) };
  if (question.sheets) return { scored: question.sheets.map(SCORES[question.season]) };
  if (question.file) return official.answer(question, season.noted);
  if (question.text) return { table: written.read(question.text, "a.toml") };
  if (question.ask === "replay") {
    const { shows, noted } = await replaying.replay(question, here, play);
    const language = { code: "en", direction: "ltr", draft: false };
    return { noted, page: replaying.page(shows, here.frame, language, here.words) };
  }
  let last = null;
  for await (const each of asking_here[question.ask](question, here, play)) last = each;
  const section = pictures.section(last.document, last.charts, last.season.edition, here.english);
  return { ...last, section, season: null };
}

(async () => {
  const { here, begin } = await given();
  exact.begin(here.exact);
  documents.begin(here.official);
  here.seasons = Object.fromEntries(here.known.map((season) => [season.key, season]));
  here.english = (text) => (typeof text === "string" ? text
    : here.words[text.key].replace(/\\{(\\w+)\\}/g, (_, name) => put_in(here, text.parameters[name])));
  const module = await WebAssembly.compile(Buffer.from(begin.engine, "base64"));
  const work = await playing.begin({ ...begin, engine: module });
  const play = jobs.player(async (job) => work(job), () => {});
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    try {
      tell(await answer(JSON.parse(line.value), here, work, play));
    } catch (error) {
      tell(error instanceof people.Unfit ? { places: error.places, what: error.what } : { fault: error.stack });
    }
  }
})();
"""


class Node:
    """Node with the page's scripts in it."""

    def __init__(self, process):
        self.process = process

    def ask(self, question):
        """Ask a question, and give the last line of its answer."""
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        found = json.loads(self.process.stdout.readline())
        assert "fault" not in found, found["fault"]
        return found


@contextmanager
def node_of(keys=None):
    """Start node with the page's scripts, for these seasons or all; or skip the test and say that there is none."""
    program = node.program()
    if program is None:
        pytest.skip("node is not installed: the page's scripts were not run")
    keys = playable_keys() if keys is None else keys
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "page.js"
        script.write_text(node.script_of(keys) + following_scripts(keys) + DRIVER, encoding="utf-8")
        with subprocess.Popen([program, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            process.stdin.write(json.dumps(_begun(keys)) + "\n")
            yield Node(process)
            process.stdin.close()


def _begun(keys):
    found = node.begun(keys)
    found["here"]["words"] = dict(language("en").texts)
    found["here"]["frame"] |= dict(zip(("style", "script"), PARTS.texts(), strict=True))
    return found
