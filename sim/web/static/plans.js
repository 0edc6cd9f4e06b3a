// The plans' view: each plan's times, and the order of its rows.
"use strict";

const SPREAD = 5; // s that a driver is off, where a row gets a time of its own

function plansView() {
  return [
    ...state.plans.map((plan, nth) => planCard(plan, nth, true)),
    html("div", { class: "buttons" }, button("add", say("web.plan.add"), addPlan), opener("open", say("web.open"), true, taken)),
  ];
}

function addPlan() {
  put(() => { state.plans.push(structuredClone(state.plans[state.plans.length - 1])); }, true, `plan${state.plans.length - 1}-name`);
}

// A plan: where it comes from, its times, and in its own view its order.
function planCard(plan, nth, whole) {
  const id = `plan${nth}`;
  const from = Object.keys(facts.plans);
  const offers = from.includes(plan.from) ? from : [plan.from, ...from];
  const doc = facts.playbooks.find((each) => each.name === plan.from);
  return card(say("web.plan.nth", { letter: letter(nth) }),
    words(`${id}-name`, say("web.plan.name"), plan.name || titleOf(plan, facts), (name) => put(() => { plan.name = name.trim(); })),
    choice(`${id}-from`, say("web.plan.from"), offers.map((each) => [each, each]), plan.from, (name) => put(() => { state.plans[nth] = newPlan(facts, name); }, true), doc ? english("span", doc.doc) : ""),
    ...plan.order.filter((row) => plan.set[row]).map((row) => times(plan, id, row)),
    whole ? order(plan, id) : "",
    html("div", { class: "buttons" }, whole ? button(`${id}-save`, say("web.save"), () => save(nameOf(plan), toml(planTable(plan, facts)))) : "",
      state.plans.length > 1 ? button(`${id}-off`, say("web.plan.off", { letter: letter(nth) }), () => put(() => { dropPlan(nth); }, true)) : ""));
}

const letter = (nth) => String.fromCharCode(65 + nth);

function dropPlan(nth) {
  const { reaches } = state.robot;
  state.plans.splice(nth, 1);
  if (reaches.plan >= state.plans.length) reaches.plan = 0;
}

// When a row is begun at the earliest: the driver's decision, and how far he is off.
function times(plan, id, row) {
  const { after } = plan.set[row];
  const set = (place) => (found) => put(() => { after[place] = found; retitle(); });
  return html("fieldset", { class: "times" }, html("legend", {}, say("web.plan.when", { row })),
    amount(`${id}-after-${row}`, say("web.plan.after"), String(after[0]), set(0)),
    amount(`${id}-spread-${row}`, say("web.plan.spread"), String(after[1]), set(1)),
    button(`${id}-any-${row}`, say("web.plan.any"), () => put(() => { delete plan.set[row]; }, true, `${id}-add_time-${row}`), { "aria-label": say("web.plan.any_of", { row }) }));
}

// Names that nobody typed say what their plans do otherwise than the others.
function retitle() {
  state.plans.forEach((plan, nth) => {
    const control = document.getElementById(`plan${nth}-name`);
    if (control && !plan.name) control.value = titleOf(plan, facts);
  });
}

function order(plan, id) {
  const out = rowsOf(facts).map((row) => row.name).filter((name) => !plan.order.includes(name));
  return fold(`${id}-order`, say("web.plan.order", { count: number(plan.order.length) }), false,
    html("p", {}, say("web.plan.order.how")),
    html("ol", { class: "order" }, ...plan.order.map((row, at) => ordered(plan, id, row, at))),
    out.length ? choice(`${id}-back`, say("web.plan.back"), [["", "–"], ...out.map((name) => [name, name])], "", (row) => put(() => { plan.order.push(row); retitle(); }, true)) : "");
}

function ordered(plan, id, row, at) {
  const known = facts.rows.find((each) => each.name === row) || { by: "robot", doc: "" }; // who plays it is told that there is none
  const to = (place, key) => () => put(() => { plan.order.splice(place, 0, ...plan.order.splice(at, 1)); }, true, `${id}-${key}-${row}`);
  const marked = (key, sign, does, off) => button(`${id}-${key}-${row}`, sign, does, { "aria-label": say(`web.plan.${key}`, { row }), ...(off ? { disabled: "" } : {}) });
  return html("li", {}, html("div", { lang: "en", dir: "ltr" }, html("strong", {}, row), html("small", {}, known.doc)),
    able(known, state.robot) ? "" : html("small", { class: "note" }, say("web.plan.cannot")),
    html("div", { class: "buttons" },
      marked("up", "↑", to(at - 1, "up"), at === 0), marked("down", "↓", to(at + 1, "down"), at === plan.order.length - 1),
      marked("out", "✕", () => put(() => { plan.order.splice(at, 1); }, true, `${id}-back`), plan.order.length === 1),
      plan.set[row] ? "" : marked("add_time", say("web.plan.time"), () => put(() => { plan.set[row] = { after: [0, SPREAD] }; }, true, `${id}-after-${row}`))));
}
