// The replay page: it looks up what Python worked out, and draws it. Ways between spots are its own: see `place`.
"use strict";

const STAGE = DATA.page.stage;
const [LENGTH, WIDTH] = STAGE.size;
const ENDS = STAGE.ends;
const SIDES = ["red", "blue"];
const ROBOTS = 6;
const FIELD = 12; // the first agent that is a row of the field
const SPEEDS = [0.5, 1, 2, 4, 8, 16];
const ROBOT = 0.46; // metres across, as drawn; so is all below
const APART = 0.66; // between the middles of two robots: squares of that size then never touch
const HUMAN_APART = 0.44;
const METRES_A_SECOND = 1.2; // of a way that is drawn, where the attempt leaves time for it
const SAID_FOR = 900; // ms that a mark of success or failure stays
const PIECE = 0.045;
const STILL = matchMedia("(prefers-reduced-motion: reduce)").matches;
const $ = (id) => document.getElementById(id);

// ---- What a match is: the flat lists of the document, unpacked. What there is not is left out of it, hence `== null`.

// Read numbers that stand as a text, with digits up to z.
const flat = (text) => (text ? text.split(" ").map((each) => parseInt(each, 36)) : []);

function unpacked(match) {
  const moments = summed(flat(match.moments));
  const track = (text) => {
    const list = flat(text);
    const found = [];
    for (let i = 0, at = 0, value = 0; i < list.length; i += 2) {
      at += list[i];
      value += list[i + 1];
      found.push([moments[at], value]);
    }
    return found;
  };
  const agents = match.agents.map((agent) => ({ ...agent, attempts: attempts(flat(agent.attempts)) }));
  return {
    ...match,
    agents,
    players: agents.filter((agent) => agent.number < FIELD),
    parts: match.parts.map((part) => part.map(track)),
    places: match.places.map((owners) => owners.map(track)),
    happened: happenings(agents),
  };
}

function summed(list) {
  let sum = 0;
  return list.map((each) => (sum += each));
}

function attempts(list) {
  const found = [];
  const ways = STAGE.results.length; // in which an attempt may end
  for (let i = 0, now = 0; i < list.length; i += 4) {
    const start = now + list[i + 1];
    now = start + list[i + 2];
    found.push({ row: STAGE.rows[list[i]], start, end: now, how: STAGE.results[list[i + 3] % ways], n: Math.floor(list[i + 3] / ways) });
  }
  return found;
}

function happenings(agents) {
  const found = agents.flatMap((agent) => [
    ...agent.attempts.map((each) => ({ ...each, agent, ms: each.end })),
    ...(agent.breaks == null ? [] : [{ ms: agent.breaks, agent, how: "broken" }]),
  ]);
  return found.sort((one, other) => one.ms - other.ms);
}

// The last place of a sorted list whose time is not after `ms`, or -1.
function upto(list, ms, time) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time(list[middle]) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function at(track, time) {
  const place = upto(track, time, (each) => each[0]);
  return place < 0 ? 0 : track[place][1];
}

const points = (value) => number(value / STAGE.unit);

// ---- Who somebody is, in words and as a mark.

const sideOf = (agent) => (agent.number >= FIELD ? null : agent.number % ROBOTS < 3 ? 0 : 1);
const isHuman = (agent) => agent.number >= ROBOTS && agent.number < FIELD;
const stationOf = (agent) => (agent.number % 3) + 1;

function named(agent) {
  if (agent.number >= FIELD) return say("agent.field");
  const key = isHuman(agent) ? "agent.human" : "agent.robot";
  return say(key, { side: say(`side.${SIDES[sideOf(agent)]}`), station: number(stationOf(agent)) });
}

// Draw who it is; the name stands beside it, or is there for those who hear the page.
function mark(agent, name = "") {
  if (agent.number >= FIELD) return html("span", {}, named(agent));
  const side = sideOf(agent);
  const drawn = svg("svg", { viewBox: "-10 -10 20 20", width: 18, height: 18, "aria-hidden": "true" },
    svg("g", { class: `agent ${SIDES[side]}` }, shape(side, isHuman(agent) ? 13 : 18),
      svg("text", { y: 4, "text-anchor": "middle" }, String(stationOf(agent)))));
  return html("span", { class: `${SIDES[side]} ${isHuman(agent) ? "human" : "robot"}` }, drawn, html("span", { class: name }, named(agent)));
}

const english = (text) => html("span", { lang: "en", dir: "ltr" }, text);
const times = (each) => (each.n > 1 ? `${each.row.name} × ${each.n}` : each.row.name);

// ---- Where everybody is. The model knows when an attempt starts and ends and at which spot it is done; the straight way
// there, driven in the attempt's first part, is drawn and not known. Nobody is drawn on top of somebody else.

function spotOf(agent, row) {
  if (row.spot == null) return null;
  const [x, y] = STAGE.spots[row.spot].points[sideOf(agent)];
  const isInside = x > 0 && x < LENGTH && y > 0 && y < WIDTH;
  return isHuman(agent) && isInside ? [beside(agent), y] : [x, y]; // humans reach into the field, from behind their wall
}

const beside = (agent) => (sideOf(agent) ? LENGTH + 0.5 : -0.5);

function home(agent) {
  const side = sideOf(agent);
  if (!isHuman(agent)) return STAGE.spots.find((spot) => spot.name === `start ${stationOf(agent)}`).points[side];
  const first = agent.attempts.length ? spotOf(agent, agent.attempts[0].row) : null;
  return first || [beside(agent), (WIDTH * stationOf(agent)) / 4];
}

function place(agent, ms) {
  const last = upto(agent.attempts, ms, (each) => each.start);
  const before = last > 0 ? spotOf(agent, agent.attempts[last - 1].row) : null;
  const here = before || home(agent);
  if (last < 0) return here;
  const { row, start, end } = agent.attempts[last];
  const there = spotOf(agent, row) || here;
  const metres = Math.hypot(there[0] - here[0], there[1] - here[1]);
  const way = Math.min((metres / METRES_A_SECOND) * 1000, 0.7 * (end - start));
  const gone = STILL || way <= 0 ? 1 : Math.min((ms - start) / way, 1);
  return [here[0] + gone * (there[0] - here[0]), here[1] + gone * (there[1] - here[1])];
}

// Push those who would lie on each other apart, robots within the walls; each begins a little off, in its own direction.
function places(agents, ms) {
  const found = agents.map((agent) => {
    const [x, y] = place(agent, ms);
    const turn = (agent.number * 137.5 * Math.PI) / 180;
    return [x + 0.04 * Math.cos(turn), y + 0.04 * Math.sin(turn)];
  });
  for (let round = 0; round < 120 && pushed(agents, found); round += 1);
  return found;
}

function pushed(agents, found) {
  let moved = false;
  for (let i = 0; i < found.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const least = isHuman(agents[i]) || isHuman(agents[j]) ? HUMAN_APART : APART;
      const dx = found[i][0] - found[j][0];
      const dy = found[i][1] - found[j][1];
      const distance = Math.hypot(dx, dy) || 0.001;
      if (distance < least - 0.002) {
        const by = (least - distance) / 2 / distance;
        found[i] = [found[i][0] + dx * by, found[i][1] + dy * by];
        found[j] = [found[j][0] - dx * by, found[j][1] - dy * by];
        moved = true;
      }
    }
  }
  agents.forEach((agent, i) => {
    if (!isHuman(agent)) {
      found[i] = [within(found[i][0], LENGTH), within(found[i][1], WIDTH)];
    }
  });
  return moved;
}

const within = (value, most) => Math.max(ROBOT / 2, Math.min(most - ROBOT / 2, value));

// What an agent is at: `doing` an attempt, `waits`, `finished`, `idle`, `broken`, or `absent`.
function state(agent, ms) {
  if (agent.robot && agent.plays == null) return { kind: "absent" };
  if (agent.breaks != null && ms >= agent.breaks) return { kind: "broken" };
  const last = upto(agent.attempts, ms, (each) => each.start);
  const doing = agent.attempts[last];
  if (doing && ms < doing.end) return { kind: "doing", doing };
  if (last + 1 < agent.attempts.length) return { kind: "waits", last: doing };
  if (agent.breaks != null) return { kind: "waits", last: doing };
  return { kind: agent.attempts.length ? "finished" : "idle", last: doing };
}

// ---- The field.

let match = null;
let moving = []; // one function a thing that moves, told the time
let ms = 0;

function fieldOf(width) {
  const xs = STAGE.spots.flatMap((spot) => spot.points.map((point) => point[0]));
  const ys = STAGE.spots.flatMap((spot) => spot.points.map((point) => point[1]));
  const beside = STAGE.humans ? 0.75 : 0.2;
  const left = Math.min(-beside, Math.min(...xs) - 0.46);
  const top = Math.min(-0.15, Math.min(...ys) - 0.46);
  const metres = [LENGTH - 2 * left, Math.max(WIDTH + 0.15, Math.max(...ys) + 0.46) - top];
  const from = $("field").getBoundingClientRect().top + scrollY; // on a desk all of it is to be seen at once
  const high = innerWidth < 960 ? Infinity : Math.max(innerHeight - from - 120, 380);
  const scale = Math.min(width / metres[0], high / metres[1]);
  const drawing = svg("svg", { width: metres[0] * scale, height: metres[1] * scale, role: "img", "aria-label": say("replay.field") });
  const ground = svg("g", { transform: `translate(${-left * scale} ${-top * scale})` });
  drawing.append(ground);
  ground.append(
    svg("rect", { class: "floor", width: LENGTH * scale, height: WIDTH * scale }),
    svg("rect", { class: "wall red", x: -5, width: 5, height: WIDTH * scale }),
    svg("rect", { class: "wall blue", x: LENGTH * scale, width: 5, height: WIDTH * scale }));
  moving = [];
  const labels = svg("g", { lang: "en" });
  ground.append(spots(scale), pieces(scale), labels, players(scale));
  label(labels, scale, [top * scale + 9, (top + metres[1]) * scale - 4]);
  return drawing;
}

const shared = (spot) => spot.points[0][0] === spot.points[1][0] && spot.points[0][1] === spot.points[1][1];

function spots(scale) {
  const group = svg("g");
  STAGE.spots.forEach((spot, place) => {
    for (const [x, y] of shared(spot) ? spot.points.slice(0, 1) : spot.points) {
      const here = { cx: x * scale, cy: y * scale };
      group.append(spot.starts
        ? svg("rect", { class: "start", x: (x - 0.25) * scale, y: (y - 0.25) * scale, width: 0.5 * scale, height: 0.5 * scale })
        : svg("circle", { class: "spot", ...here, r: 0.42 * scale, stroke: `var(--c${place % COLOURS})` }));
    }
  });
  return group;
}

// Write each spot's name where it hides no other name: above it, below it, or further off. Beside the field nobody but
// humans stands: there is no room for a name, and no need.
function label(group, scale, [highest, lowest]) {
  const taken = [];
  const inside = (spot) => spot.points[0][0] > 0 && spot.points[0][0] < LENGTH;
  for (const spot of STAGE.spots.filter((each) => !each.starts && inside(each))) {
    const [red, blue] = spot.points;
    const near = Math.hypot(red[0] - blue[0], red[1] - blue[1]) * scale < spot.name.length * 7 + 8;
    for (const [x, y] of near ? [[(red[0] + blue[0]) / 2, (red[1] + blue[1]) / 2]] : spot.points) {
      const half = spot.name.length * 3.3 + 3;
      const middle = Math.max(half - 0.6 * scale, Math.min((LENGTH + 0.6) * scale - half, x * scale));
      const offers = [-0.48, 0.48, -0.75, 0.75, 0, -1, 1].map((dy) => (y + dy) * scale + (dy > 0 ? 9 : 0)).filter((line) => line > highest && line < lowest);
      const free = offers.find((line) => taken.every((box) => Math.abs(box.line - line) > 13 || Math.abs(box.middle - middle) > box.half + half));
      const line = free === undefined ? offers[0] : free;
      taken.push({ middle, line, half });
      group.append(svg("text", { class: "label quiet", x: middle, y: line, "text-anchor": "middle" }, spot.name));
    }
  }
}

// Draw the pieces that lie at each spot, a mark each, in a spiral of which the first stand in the middle.
function pieces(scale) {
  const group = svg("g");
  const heaps = new Map();
  STAGE.places.forEach((place, index) => {
    if (place.spot == null) return;
    const spot = STAGE.spots[place.spot];
    const sides = place.scope === "field" && shared(spot) ? [0] : [0, 1];
    sides.forEach((side, nth) => {
      const key = spot.points[side].join();
      const halves = place.scope === "field" ? sides.length : 1; // what both sides share lies half at each one's spot
      const count = () => Math.floor((held(index, place.scope === "field" ? 0 : side) + halves - 1 - nth * (halves - 1)) / halves);
      if (!heaps.has(key)) heaps.set(key, { point: spot.points[side], of: [] });
      heaps.get(key).of.push({ kind: place.kind, count });
    });
  });
  for (const { point, of } of heaps.values()) {
    const heap = svg("g", { transform: `translate(${point[0] * scale} ${point[1] * scale})` });
    group.append(heap);
    let shown = "";
    moving.push(() => {
      const counts = of.map(({ count }) => count());
      if (counts.join() === shown) return;
      shown = counts.join();
      const kinds = of.flatMap(({ kind }, place) => Array(counts[place]).fill(kind));
      heap.replaceChildren(...kinds.map((kind, nth) => piece(kind, nth, scale)));
    });
  }
  return group;
}

function piece(kind, nth, scale) {
  const far = 0.085 * Math.sqrt(nth + 0.5) * scale;
  const turn = nth * 2.39996;
  return svg("g", { transform: `translate(${far * Math.cos(turn)} ${far * Math.sin(turn)})` }, sign(kind, Math.max(PIECE * scale, 2)));
}

const DRAWN = [...new Set(STAGE.places.filter((place) => place.spot != null).map((place) => place.kind))];

// The mark of a kind of piece: kinds that are drawn differ by form.
function sign(kind, r) {
  const form = DRAWN.indexOf(kind);
  const hollow = form % 2 ? "piece hollow" : "piece";
  if (form % 4 < 2) return svg("circle", { class: hollow, r });
  return svg("path", { class: hollow, d: `M0 ${-1.2 * r}L${1.1 * r} ${0.8 * r}H${-1.1 * r}Z` });
}

function players(scale) {
  const group = svg("g");
  const agents = match.players.filter((agent) => state(agent, 0).kind !== "absent");
  const drawn = agents.map((agent) => figure(agent, scale));
  group.append(...drawn.map((each) => each.load), ...drawn.map((each) => each.element)); // no load hides a robot's number
  moving.push(() => {
    places(agents, ms).forEach(([x, y], nth) => {
      const there = `translate(${(x * scale).toFixed(1)} ${(y * scale).toFixed(1)})`;
      drawn[nth].element.setAttribute("transform", there);
      drawn[nth].load.setAttribute("transform", there);
      drawn[nth].update();
    });
  });
  return group;
}

function figure(agent, scale) {
  const side = sideOf(agent);
  const size = (isHuman(agent) ? 0.3 : ROBOT) * scale;
  const r = size * 0.72;
  const ring = svg("circle", { class: "ring", r, transform: "rotate(-90)" });
  const load = svg("text", { class: "load", x: size * 0.5, y: size * 0.95 });
  const sayso = svg("text", { class: "sayso", "text-anchor": "middle", y: -size * 0.62 });
  const element = svg("g", { class: `agent ${SIDES[side]}`, "data-agent": agent.number }, svg("title", {}, named(agent)),
    shape(side, size), svg("text", { "text-anchor": "middle", y: 4, style: null }, String(stationOf(agent))), ring, sayso);
  const carries = loads(agent);
  const update = () => {
    const { kind, doing, last } = state(agent, ms);
    element.classList.toggle("broken", kind === "broken");
    ring.style.display = kind === "doing" || kind === "waits" ? "" : "none";
    ring.classList.toggle("waits", kind === "waits");
    const around = 2 * Math.PI * r;
    ring.style.strokeDasharray = doing ? `${((ms - doing.start) / (doing.end - doing.start)) * around} ${around}` : "";
    const fresh = !doing ? last : agent.attempts[agent.attempts.indexOf(doing) - 1];
    sayso.textContent = fresh && ms - fresh.end < SAID_FOR ? { done: "✓", failed: "✗", cut: "" }[fresh.how] : "";
    if (kind === "broken") sayso.textContent = "✕";
    const carried = carries.reduce((sum, index) => sum + held(index, agent.number), 0);
    load.textContent = carried ? `+${carried}` : "";
  };
  return { element, load, update };
}

// The places that say what a robot has on board, and those that say how it stands.
const loads = (agent) => own(agent, (place) => place.kind != null);
const stands = (agent) => own(agent, (place) => place.kind == null);

function own(agent, wanted) {
  return STAGE.places.flatMap((place, index) => (agent.number < ROBOTS && place.scope === "robot" && wanted(place) ? [index] : []));
}

// How many tokens a place has now, of the field, a side or a robot.
const held = (index, owner) => at(match.places[index][owner], ms);

// ---- What is told beside the field.

// Keep a list of lines up to date: `line(item)` gives a line's elements, and is asked again only where `key` changed.
function kept(list, items, key, line) {
  items.forEach((item, nth) => {
    const is = key(item);
    const old = list.children[nth];
    if (old && old.dataset.is === is) return;
    const made = html("li", { "data-is": is }, ...line(item));
    if (old) old.replaceWith(made);
    else list.append(made);
  });
  while (list.children.length > items.length) list.lastChild.remove();
}

// Red's robots, then its humans; blue's likewise.
const bySide = () => [0, 1].flatMap((side) => match.players.filter((agent) => sideOf(agent) === side));

function tellNow() {
  kept($("now"), bySide(), (agent) => {
    const { kind, doing } = state(agent, ms);
    return [agent.number, kind, doing ? doing.start : "", ...own(agent, () => true).map((index) => held(index, agent.number))].join();
  }, (agent) => {
    const { kind, doing } = state(agent, ms);
    const there = (index) => held(index, agent.number) > 0;
    const about = stands(agent).filter(there).map((index) => html("small", { lang: "en" }, STAGE.places[index].doc));
    const load = new Map();
    for (const index of loads(agent).filter(there)) {
      const name = STAGE.pieces[STAGE.places[index].kind];
      load.set(name, (load.get(name) || 0) + held(index, agent.number));
    }
    const list = [...load].map(([name, count]) => `${name} ${number(count)}`).join(", ");
    if (list) about.push(html("small", {}, say("replay.load", { list })));
    const what = kind === "doing" ? english(times(doing)) : html("span", { class: "quiet" }, say(`replay.${kind}`));
    return [mark(agent, "hidden"), html("span", {}, what, ...about)];
  });
}

const TOLD = 6; // lines of what happened

function tellHappened() {
  const last = upto(match.happened, ms, (each) => each.ms);
  const lines = [];
  for (let place = last; place >= 0 && lines.length < TOLD; place -= 1) lines.push(place);
  kept($("happened"), lines, (place) => `${LANGUAGE.code}${match.match} ${place}`, (place) => {
    const each = match.happened[place];
    const time = html("time", {}, html("bdi", { dir: "ltr" }, clock(each.ms)));
    if (each.how === "broken") return [time, mark(each.agent), html("span", {}, `${say("replay.breaks")} ✕`)];
    const glyph = { done: "✓", failed: "✗", cut: "–" }[each.how];
    return [time, mark(each.agent), html("span", {}, english(times(each)), ` ${glyph} `, say(`replay.${each.how}`))];
  });
}

function cell(text) {
  return html("td", { class: "number" }, html("bdi", { dir: "ltr" }, text));
}

function tellParts() {
  const rows = [...$("parts").children];
  match.parts.forEach((part, nth) => {
    part.forEach((track, side) => write(rows[nth].children[side + 1].firstChild, points(at(track, ms))));
  });
  SIDES.forEach((_, side) => {
    const total = points(match.parts.reduce((sum, part) => sum + at(part[side], ms), 0)); // rounding and fouls are parts
    write(rows[match.parts.length].children[side + 1].firstChild, total);
    write($(SIDES[side]), total);
  });
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function partRows() {
  const rows = STAGE.parts.map((part) => html("tr", {}, html("th", { scope: "row", lang: "en", dir: "ltr" },
    part.name.replaceAll("_", " "), html("small", {}, part.doc)), cell("0"), cell("0")));
  rows.push(html("tr", { class: "total" }, html("th", { scope: "row" }, say("replay.total")), cell("0"), cell("0")));
  $("parts").replaceChildren(...rows);
}

// Where the pieces are, red's and blue's beside each other; of what both share there is one number.
function tellPlaces() {
  const all = STAGE.places.map((place, index) => ({ place, counts: match.places[index].map((_, owner) => held(index, owner)) }));
  const lines = all.filter(({ place }) => place.scope !== "robot");
  kept($("places"), lines, ({ counts }) => counts.join(), ({ place, counts }) => {
    const texts = counts.length < 2 ? counts.map(number) : counts.map((count, side) => `${say(`side.${SIDES[side]}`)} ${number(count)}`);
    const written = texts.flatMap((each, side) => [html("bdi", { dir: "ltr", class: texts.length < 2 ? null : SIDES[side] }, each), " "]);
    return [english(place.doc), html("span", {}, ...written)];
  });
}

// ---- What a match has once.

function legend() {
  $("pieces").replaceChildren(...DRAWN.map((kind) => html("li", {},
    svg("svg", { viewBox: "-6 -6 12 12", width: 14, height: 14, "aria-hidden": "true" }, sign(kind, 4)),
    html("span", { lang: "en", dir: "ltr" }, STAGE.pieces[kind]))));
  const used = new Set(match.players.flatMap((agent) => agent.attempts.map((each) => each.row.spot)));
  $("colours").replaceChildren(...STAGE.spots.flatMap((spot, place) => (used.has(place) ? [html("li", {},
    svg("svg", { width: 14, height: 14, "aria-hidden": "true" }, svg("rect", { width: 14, height: 14, rx: 2, fill: `var(--c${place % COLOURS})` })),
    english(spot.name))] : [])));
}

function drawTimeline() {
  const lanes = match.players.map((agent) => {
    const absent = state(agent, 0).kind === "absent";
    const waits = [];
    let ended = 0;
    for (const each of agent.attempts) {
      if (each.start > ended) waits.push({ start: ended, end: each.start });
      ended = each.end;
    }
    return {
      side: sideOf(agent), human: isHuman(agent), mark: String(stationOf(agent)), title: named(agent), waits, broken: agent.breaks,
      note: absent ? say("replay.absent") : agent.attempts.length ? "" : say("replay.idle"),
      bars: agent.attempts.map((each) => ({
        start: each.start, end: each.end, look: each.how, colour: each.row.spot || 0,
        title: `${clock(each.start)} ${times(each)}: ${say(`replay.${each.how}`)}`,
      })),
    };
  });
  const holder = html("div");
  $("timeline").replaceChildren(holder);
  return timeline(holder, lanes, ENDS, say("replay.everybody"), (to) => show(to));
}

function tellPlayers() {
  $("players").replaceChildren(...bySide().map((agent) => {
    const told = [];
    const { team, name, carries, card = "none" } = agent.robot || {};
    if (team != null) told.push(say("replay.team", { team }));
    if (name != null) told.push(say("replay.named", { robot: name }));
    if (carries != null) told.push(say("replay.carries", { count: number(carries) }));
    if (card !== "none") told.push(say("replay.card", { card: say(`card.${card}`) }));
    const plays = agent.plays == null ? say("replay.absent") : english(agent.plays);
    return html("li", {}, mark(agent, "hidden"), html("span", {}, plays, html("small", {}, told.join("; "))));
  }));
}

function notes() {
  const keys = ["replay.ways", "replay.as_if", "replay.fouls", STAGE.spots_assumed ? "replay.spots_assumed" : null,
    STAGE.population ? "replay.population" : null,
    match.left_out ? "replay.left_out" : null, "replay.english"].filter(Boolean);
  const grade = STAGE.grade == null ? [] : [say("replay.grade", { grade: STAGE.grade })];
  $("notes").replaceChildren(...[...keys.map((key) => say(key)), ...grade, say("page.made", { version: STAGE.version })]
    .map((text) => html("p", {}, text)));
}

function stamps() {
  const told = [STAGE.changed, STAGE.assumed].filter(Boolean).map((text) => html("p", { class: "note", lang: "en", dir: "ltr" }, text));
  if (LANGUAGE.draft) told.unshift(html("p", { class: "note" }, say("page.draft")));
  $("stamps").replaceChildren(...told);
}

// ---- Time.

let onTimeline = () => {};
let playing = false;
let before = 0;
let speed = 4;

function show(to) {
  ms = Math.max(0, Math.min(ENDS, to));
  moving.forEach((move) => move());
  tellParts();
  tellNow();
  tellHappened();
  tellPlaces();
  onTimeline(ms);
  write($("clock"), clock(ms));
  write($("phase"), say(ms >= ENDS ? "replay.ended" : "replay.since"));
  const slider = $("at");
  slider.value = ms;
  slider.setAttribute("aria-valuetext", say("replay.spoken", { clock: clock(ms), red: $("red").textContent, blue: $("blue").textContent }));
}

function play(wanted) {
  playing = wanted;
  if (playing && ms >= ENDS) show(0);
  write($("play"), playing ? "❚❚" : "▶");
  $("play").setAttribute("aria-label", say(playing ? "replay.pause" : "replay.play"));
  before = performance.now();
  if (playing) requestAnimationFrame(step);
}

function step(now) {
  if (!playing) return;
  show(ms + (now - before) * speed);
  before = now;
  if (ms >= ENDS) play(false);
  else requestAnimationFrame(step);
}

function faster(by) {
  const place = Math.max(0, Math.min(SPEEDS.length - 1, SPEEDS.indexOf(speed) + by));
  speed = SPEEDS[place];
  $("speed").value = String(speed);
}

const MATCHES = DATA.page.matches.map(unpacked);

function choose(nth) {
  match = MATCHES[nth];
  [...$("matches").children].forEach((button, place) => button.setAttribute("aria-pressed", String(place === nth)));
  write($("title"), say(match.title.key, formatted(match.title.parameters)));
  const lines = match.players.length / 2; // red's stand on the left, blue's on the right
  $("now").style.gridTemplateRows = $("players").style.gridTemplateRows = `repeat(${lines}, auto)`;
  $("now").replaceChildren();
  $("happened").replaceChildren();
  $("places").replaceChildren();
  partRows();
  legend();
  tellPlayers();
  notes();
  const holder = html("div");
  $("field").replaceChildren(holder);
  redrawn(holder, (width) => {
    const drawing = fieldOf(width);
    moving.forEach((move) => move());
    return drawing;
  });
  onTimeline = drawTimeline();
  show(ms);
}

function formatted(parameters) {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, typeof value === "number" ? number(value) : value]));
}

const KEYS = {
  " ": () => play(!playing),
  ArrowRight: (event) => show(ms + (event.shiftKey ? 5000 : 1000)),
  ArrowLeft: (event) => show(ms - (event.shiftKey ? 5000 : 1000)),
  Home: () => show(0),
  End: () => show(ENDS),
  "+": () => faster(1),
  "-": () => faster(-1),
};

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.tagName === "SELECT") return;
  if (event.key === " " && ["BUTTON", "SUMMARY"].includes(event.target.tagName)) return; // it presses what has the focus
  const nth = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1;
  const does = nth >= 0 && nth < MATCHES.length ? () => choose(nth) : KEYS[event.key];
  if (!does) return;
  event.preventDefault();
  does(event);
}

function begin() {
  write($("name"), `${STAGE.year} ${STAGE.name}`);
  document.querySelectorAll(".sign").forEach((each, side) => each.append(shape(side, 14)));
  $("at").max = ENDS;
  $("speed").append(...SPEEDS.map((each) => html("option", { value: each }, `${number(each)}×`)));
  $("speed").value = String(speed);
  if (MATCHES.length > 1) {
    $("matches").append(...MATCHES.map((each, nth) => {
      const button = html("button", { "aria-pressed": "false" }, say(`${each.title.key}.short`, formatted(each.title.parameters)));
      button.addEventListener("click", () => choose(nth));
      return button;
    }));
  }
  stamps();
  $("play").addEventListener("click", () => play(!playing));
  $("at").addEventListener("input", () => show(Number($("at").value)));
  $("speed").addEventListener("change", () => (speed = Number($("speed").value)));
  document.addEventListener("keydown", pressed);
  choose(0);
}

begin();
