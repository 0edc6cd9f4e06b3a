"""The engine as WebAssembly, in node and in a browser: it is given the arrays of `sim/engine` themselves, and asked.

Nothing here knows what an array means: whatever the compiled functions take is passed on under its name.
"""

import json
import shutil
import subprocess
from base64 import b64decode, b64encode
from contextlib import contextmanager

import numpy as np
import pytest

from sim.engine.fast import Engine
from sim.play.request import run_request
from sim.robots.drawn import blank
from sim.robots.files import rows_of
from sim.robots.properties import TOGETHER, workings
from sim.web import offline
from sim.web.tables import CALLS, WASM, widened

SHOWN = ("marking", "clocks", "fouls")
SCRIPT = """
const BYTES = 32768;

function bytesOf(text) {
  return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
}

function textOf(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += BYTES) text += String.fromCharCode(...bytes.subarray(at, at + BYTES));
  return btoa(text);
}

function within(made, given) {
  if (given === null || typeof given !== "object") return given;
  if (!given.type) return Object.fromEntries(Object.entries(given).map(([name, each]) => [name, within(made, each)]));
  const array = made.array(given.type, given.shape);
  new Uint8Array(array.view().buffer, array.at, array.view().byteLength).set(bytesOf(given.bytes));
  return array;
}

async function begun({ wasm, calls }) {
  const made = await engine.opened(await WebAssembly.compile(bytesOf(wasm)), calls);
  return (season) => {
    made.clear();
    const values = within(made, season);
    return (first, count) => {
      const given = { ...values, ...values.at_work, first, at: 0, upto: count };
      for (const name of ["draw_words", "fit_block", "play_some"]) made.call(name, given);
      return values.block;
    };
  };
}

const shown = (block, count) => Object.fromEntries(SHOWN.map((name) => {
  const { at, shape, view } = block[name];
  return [name, textOf(new Uint8Array(view().buffer, at, view().byteLength / shape[0] * count))];
}));
"""
PIPED = """
const lines = require("readline").createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const given = async () => JSON.parse((await lines.next()).value);
(async () => {
  const opened = await begun(await given());
  let play = null;
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    const asked = JSON.parse(line.value);
    if (asked.season) play = opened(asked.season);
    else if (asked.timed) {
      const start = process.cpuUsage();
      for (let first = 0; first < asked.timed; first += asked.together) play(first, asked.together);
      process.stdout.write(`${process.cpuUsage(start).user / 1e6}\\n`);
    } else process.stdout.write(JSON.stringify(shown(play(asked.first, asked.count), asked.count)) + "\\n");
  }
})();
"""
IN_PAGE = """async (given) => { globalThis.opened = await begun(given); }"""


def script():
    """Give the engine's own script, and what asks it here."""
    return f"const SHOWN = {list(SHOWN)};\n{(offline.HERE / 'engine.js').read_text(encoding='utf-8')}{SCRIPT}"


def built(wasm=WASM, calls=CALLS):
    """Give the engine's bytes, and how its functions are called."""
    return {"wasm": _text(wasm.read_bytes()), "calls": json.loads(calls.read_text(encoding="utf-8"))}


def native(key, seed):
    """Give what plays a season's matches here: an engine and a line-up, as a run has them."""
    request = run_request(key, 1, seed)
    return Engine(request.game, rows_of(request.game, request.every_playbook), seed), request.lineup


def arrays_of(key, seed):
    """Give everything that the compiled functions take to play a season, as numbers and as bytes."""
    plays, lineup = native(key, seed)
    widened(plays)
    robots, at_work = blank(lineup, TOGETHER), workings(lineup, TOGETHER)
    block, m = plays._room_for(TOGETHER), plays._match()
    taken = {"on": plays.board, "m": m, "lineup": lineup, "robots": robots, "block": block, "at_work": at_work}
    return {"seed": seed, **{name: _given(each) for name, each in taken.items()}}


def _given(value):
    if hasattr(value, "_asdict"):
        return {name: _given(each) for name, each in value._asdict().items()}
    if isinstance(value, np.ndarray):
        return {"type": value.dtype.name, "shape": value.shape, "bytes": _text(np.ascontiguousarray(value).tobytes())}
    return value


def _text(data):
    return b64encode(data).decode()


class Node:
    """Node with the engine in it."""

    def __init__(self, process):
        self.process = process

    def tell(self, what):
        """Hand something over."""
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def asked(self, what):
        """Ask for something, and give the answer."""
        self.tell(what)
        return json.loads(self.process.stdout.readline())

    def begin(self, season):
        """Lay out a season's arrays."""
        self.tell({"season": season})

    def play(self, first, count):
        """Play some matches, at most `TOGETHER`, and give what is shown of them."""
        return self.asked({"first": first, "count": count})

    def seconds(self, count):
        """Play some matches, a multiple of `TOGETHER`, and give the processor's seconds that it took."""
        return self.asked({"timed": count, "together": TOGETHER})


class Page:
    """A page of a browser with the engine in it."""

    def __init__(self, page):
        self.page = page

    def begin(self, season):
        """Lay out a season's arrays."""
        self.page.evaluate("(season) => { globalThis.play = opened(season); }", season)

    def play(self, first, count):
        """Play some matches, at most `TOGETHER`, and give what is shown of them."""
        return self.page.evaluate("([first, count]) => shown(play(first, count), count)", [first, count])


@contextmanager
def in_node(folder, **files):
    """Start node with the engine, or skip the test and say that there is none."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is not installed: the engine was not played elsewhere")
    path = folder / "engine.js"
    path.write_text(script() + PIPED, encoding="utf-8")
    with subprocess.Popen([program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        node = Node(process)
        node.tell(built(**files))
        yield node
        process.stdin.close()


@contextmanager
def in_page(browser):
    """Open a page with the engine."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.add_script_tag(content=script())
    page.evaluate(IN_PAGE, built())
    yield Page(page)
    context.close()


def differences(player, key, seed, first, count):
    """Say in which arrays a player elsewhere differs from the engine here, and where first."""
    player.begin(arrays_of(key, seed))
    plays, lineup = native(key, seed)
    for at in range(first, first + count, TOGETHER):
        many = min(TOGETHER, first + count - at)
        block, found = plays.play_block(lineup, at, many), player.play(at, many)
        for name in SHOWN:
            here = getattr(block, name)
            there = np.frombuffer(b64decode(found[name]), dtype=here.dtype).reshape(here.shape)
            if not np.array_equal(here, there):
                return [f"{name} of match {at + int(np.argwhere(here != there)[0][0])}"]
    return []
