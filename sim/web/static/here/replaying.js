// Matches to watch: those at quantiles of what both sides score together, each played again and told, as `sim replay
// --html` picks and writes them.
"use strict";

const replaying = (() => {
  const { said } = verdicts;

  function percents(text) {
    const found = text.split(",").map((each) => (each.trim() ? Number(each) : NaN));
    people.need(found.every((each) => each >= 0 && each <= 100), ["--quantile"], "expected numbers from 0 to 100, 5,50,95 say");
    return found;
  }

  // For each of these per cents the first match with so many at or below it, by the sum of both scores.
  function picked(sums, wanted) {
    const order = Array.from(sums.keys()).sort((one, other) => sums[one] - sums[other] || one - other);
    return wanted.map((percent) => ({ percent, match: order[Math.max(Math.ceil(percent * sums.length / 100) - 1, 0)] }));
  }

  // What a page of them shows, and what is to be said beside it.
  async function replay(question, here, play) {
    asking_here.needOnly(question, "replay", ["red", "blue", "quantile", "language"]);
    const { request } = asking_here.requestOf(here.seasons, question, here.most);
    const { season, stations, seed, matches } = request;
    const wanted = percents(question.quantile || "");
    const [{ own, other }] = await play([request], 0, matches, "compare");
    const found = picked(own.map((each, at) => each + other[at]), wanted);
    const shown = await Promise.all(found.map(async ({ percent, match }) => {
      const [told] = await play([request], match, 1, "replay");
      return { title: said("replay.quantile", { seed, match, percent, matches }), seed, match, ...told, agents: told.agents.map((agent) => named(agent, request)) };
    }));
    return { shows: { stage: season.stage, matches: shown }, noted: [...season.noted, ...asking_here.skippedSaid(season, stations)] };
  }

  // Say by name which robot stands there and what it plays.
  function named(agent, { playbooks, stations }) {
    const playbook = agent.plays === null ? null : lineup.everyPlaybook(playbooks, stations)[agent.plays];
    const { robot } = stations[agent.number] || { robot: null };
    return { ...agent, robot: agent.robot && { ...agent.robot, name: robot && robot.name }, plays: playbook && playbook.name };
  }

  const filledIn = (template, blanks) => template.replace(/\{\{([\w.]+)\}\}/g, (_, name) => blanks[name]);
  const escaped = (text) => text.replace(/[&<>"']/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" })[sign]);

  // The page that shows them, in a language and its words: one file.
  function page(shows, { shell, body, topics, ...parts }, { code, direction, draft }, words) {
    const texts = Object.fromEntries(Object.entries(words).map(([key, text]) => [key, escaped(text)]));
    const own = Object.fromEntries(Object.entries(words).filter(([key]) => topics.includes(key.split(".")[0])));
    const told = { language: { code, direction, draft }, words: own, page: shows };
    const data = JSON.stringify(told, (_, value) => (value === null ? undefined : value)).replaceAll("<", "\\u003c");
    const title = escaped(`${shows.stage.year} ${shows.stage.name}`);
    return filledIn(shell, { ...parts, lang: code, dir: direction, title, noscript: texts["page.noscript"], data, body: filledIn(body, texts) });
  }

  return { replay, page };
})();
