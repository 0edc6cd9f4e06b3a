// What is asked of match documents: `sim score`, `sim rank` and `sim audit`, answered as there: the same rows, tables,
// sentences and refusals.
"use strict";

const official = (() => {
  const SCORES = ["redScore", "blueScore"];
  const LETTERS = 300;
  const DECIMALS = 4;
  const OTHER = { red: "blue", blue: "red" };
  const { need, Unfit } = people;
  const { counted, plain, quoted, printable, within } = texts;
  const { shown, near, isNumeral } = documents;

  const phaseOf = ({ playoff }) => (playoff ? "playoff" : "ranking");

  // Whether a verb is answered for a season: what it does has to be known here.
  function isAnswered(verb, key) {
    const form = documents.form(key);
    const phases = form ? Object.entries(form.phases) : [];
    if (!form || !Object.hasOwn(FORMULAS, key)) return false;
    const follows = FOLLOWING[key];
    if (verb !== "rank") return phases.every(([name]) => follows[name].derived);
    return phases.every(([name, { known, policy }]) => !known || (ranking.isKnown(policy) && follows[name].statistics));
  }

  // ---- What follows from the entries of a document.

  const formula = (key, phase) => FORMULAS[key][phase] || FORMULAS[key].ranking;

  function following(form, phase, kind, { entries }) {
    return FOLLOWING[form.key][phase][kind](entries, FORMULAS[form.key].points);
  }

  function followsIn(form, phase, document) {
    const values = following(form, phase, "derived", document);
    return new Map(form.phases[phase].derived.map((name, at) => [name, values[at]]));
  }

  // Score a document and say where what it records does not follow from its entries.
  function auditOf(document, form, phase) {
    const [parts, scores] = formula(form.key, phase)(document.entries, FORMULAS[form.key].points);
    const breakdown = parts.map((each) => each.map((units) => units / form.unit));
    const recorded = document.recorded || scores;
    const wrongScores = SCORES.map((name, at) => ({ name, recorded: recorded[at], expected: scores[at] })).filter((each) => each.recorded !== each.expected);
    const result = Number(recorded[0] > recorded[1]) + 2 * Number(recorded[0] < recorded[1]);
    const wrongResult = [null, result].includes(document.result) ? [] : [{ name: "result", recorded: document.result, expected: result }];
    const follows = followsIn(form, phase, document);
    const wrongOthers = document.derived.map(([name, told]) => ({ name, recorded: told, expected: follows.get(name) }))
      .filter(({ name, recorded: told, expected }) => !isNothing(told, name, form) && !isEqual(told, expected));
    const differences = [...wrongScores, ...wrongResult, ...wrongOthers];
    return { document, scores, breakdown, wrongScores, wrongResult, wrongOthers, differences,
      agrees: differences.length ? false : document.recorded ? true : null,
      records: document.recorded !== null || document.result !== null || document.derived.length > 0 };
  }

  const numberOf = (value) => (isNumeral(value) ? value.value : typeof value === "boolean" ? Number(value) : null);
  const isNothing = (told, name, form) => name in form.unfilled && (told === form.unfilled[name] || (numberOf(told) !== null && numberOf(told) === form.unfilled[name]));
  const isEqual = (told, expected) => numberOf(told) !== null && near(numberOf(told), Number(expected));

  // Leave out of a number what doubles add to it.
  const short = (value) => (typeof value === "number" ? py.rounded(value, 9) : value);
  const shownOf = (value) => (typeof value === "number" ? (Number.isInteger(value) ? String(value) : json.written(value)) : shown(value));

  // ---- Reading.

  function read(question, phase) {
    const { file, files, season } = question;
    const given = files.find(({ name }) => name === file);
    need(given, [file], "expected this file beside the question, found none");
    const bytes = given.base64 === undefined ? new TextEncoder().encode(given.text) : Uint8Array.from(atob(given.base64), (each) => each.charCodeAt(0));
    return within([file], () => {
      try {
        return documents.read(bytes, season, phase);
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        const years = documents.keys().filter((key) => key !== season && isOf(bytes, key, phase)).map((key) => documents.form(key).year);
        throw new Unfit(error.places, `${error.what}${years.length ? `; this looks like ${texts.either(years)}` : ""}`);
      }
    });
  }

  // Say whether documents are those of a season, with matches that were played.
  function isOf(bytes, key, phase) {
    try {
      return documents.read(bytes, key, phase).some(({ entries }) => entries && entries.length);
    } catch (error) {
      if (error instanceof Unfit) return false;
      throw error;
    }
  }

  function needTexts(question) {
    for (const name of ["event", "tournament", "replays", "sorted"]) {
      const text = question[name] || "";
      const size = Array.from(text).length;
      need(size <= LETTERS, [name], `expected at most ${LETTERS} letters, found ${py.commas(size)}`);
      need(texts.isPrintable(text), [name], `expected a text on one line, found ${quoted(plain(text))}`);
    }
  }

  // ---- Answers.

  const numberIn = ({ where }) => where.replace(/^document /, "");
  const calledOf = ({ called: { event, tournament, id, name } }) => Object.fromEntries(
    Object.entries({ eventKey: event, tournamentKey: tournament, id: json.bare(id), name }).filter(([, value]) => value !== null));

  function matchOf({ called: { tournament, id, name } }) {
    return texts.strip(id === null ? name || "" : `${tournament || ""} ${isNumeral(id) ? id.text : id}`);
  }

  const unplayedSaid = (all, what) => {
    const count = all.filter(({ unplayed }) => unplayed).length;
    return count ? [`${py.commas(count)} of ${counted(all.length, "document")} not played: ${what}`] : [];
  };
  const emptySaid = (all) => (all.every(({ result }) => result === -1) ? ["a match that was played needs its result: 0 (tie), 1 (red) or 2 (blue), not -1"] : []);

  function audited(question) {
    const form = documents.form(question.season);
    const phase = phaseOf(question);
    const chosen = ranking.ofEvent(read(question, null), question);
    const audits = chosen.documents.filter(({ unplayed }) => !unplayed).map((each) => auditOf(each, form, phase));
    return { form, chosen, audits };
  }

  function disagreements(audits) {
    const counts = [["wrongScores", "scores that do not follow from their entries"], ["wrongResult", "results that do not follow from their scores"],
      ["wrongOthers", "derived entries that do not follow from their entries"]];
    return counts.map(([name, what]) => [audits.filter((each) => each[name].length).length, what])
      .filter(([count]) => count).map(([count, what]) => `${count} of ${audits.length} documents record ${what}`);
  }

  const tableOf = (title, heads, rows, left) => ({ title, heads, rows: rows.map((row) => row.map(printable)), left: heads.flatMap((head, at) => (left.includes(head) ? [at] : [])), keys: 1 });

  function score(question) {
    const { form, chosen, audits } = audited(question);
    const byDocument = new Map(audits.map((each) => [each.document, each]));
    const rows = chosen.documents.map((each) => scoreRow(each, byDocument.get(each), form));
    const heads = ["match", "side", ...form.parts, "total", "recorded", "audit"];
    const lines = chosen.documents.flatMap((each) => scoreLines(each, byDocument.get(each), form));
    return { document: rows, told: [tableOf(`${form.key}: points by source`, heads, lines, ["match", "side", "audit"])],
      noted: [...chosen.told, ...unplayedSaid(chosen.documents, "not scored"), ...emptySaid(chosen.documents), ...disagreements(audits)] };
  }

  function scoreRow(document, audit, form) {
    const called = calledOf(document);
    if (!audit) return { redScore: null, blueScore: null, redBreakdown: null, blueBreakdown: null, agrees: null, differs: [], played: false, ...called };
    const [redBreakdown, blueBreakdown] = [0, 1].map((side) => Object.fromEntries(form.parts.map((part, at) => [part, audit.breakdown[at][side]])));
    return { redScore: audit.scores[0], blueScore: audit.scores[1], redBreakdown, blueBreakdown, agrees: audit.agrees, differs: audit.differences.map(({ name }) => name), ...called };
  }

  function scoreLines(document, audit, form) {
    const named = matchOf(document) || document.where;
    if (!audit) return [[named, "-", ...form.parts.map(() => ""), "", "", "not played"]];
    const others = [...audit.wrongResult, ...audit.wrongOthers].map(({ name }) => name);
    return Object.keys(OTHER).map((side, at) => {
      const parts = audit.breakdown.map((points) => py.number(points[at]));
      const wrong = [...audit.wrongScores.map(({ name }) => name).filter((name) => name === SCORES[at]), ...others.filter((name) => !name.startsWith(OTHER[side]))];
      const agrees = audit.agrees === null ? "" : "agrees";
      return [named, side, ...parts, String(audit.scores[at]), document.recorded ? String(document.recorded[at]) : "", wrong.length ? `differs: ${wrong.join(", ")}` : agrees];
    });
  }

  function audit(question) {
    const { form, chosen, audits } = audited(question);
    const wrong = audits.flatMap((each) => each.differences.map((difference) => [each.document, difference]));
    const nameOf = ({ name }) => form.spelled[name] || name;
    const rows = wrong.map(([document, each]) => ({ document: Number(numberIn(document)), ...calledOf(document), entry: nameOf(each), recorded: json.bare(each.recorded), expected: short(each.expected) }));
    const bare = audits.filter(({ records }) => !records).length;
    const nothing = bare ? [`${py.commas(bare)} of ${counted(audits.length, "document")} recording nothing to audit`] : [];
    return { document: rows, told: [differencesTold(form, audits, wrong, nameOf)],
      noted: [...chosen.told, ...unplayedSaid(chosen.documents, "not audited"), ...emptySaid(chosen.documents), ...nothing] };
  }

  function differencesTold(form, audits, wrong, nameOf) {
    const all = counted(audits.length, "document");
    if (!wrong.length) return `${form.key}: ${all}, nothing differs`;
    const some = audits.filter(({ differences }) => differences.length).length;
    const lines = wrong.map(([document, each]) => [numberIn(document), matchOf(document), nameOf(each), shownOf(each.recorded), shownOf(short(each.expected))]);
    return tableOf(`${form.key}: ${counted(wrong.length, "difference")} in ${py.commas(some)} of ${all}`, ["document", "match", "entry", "recorded", "expected"], lines, ["match", "entry"]);
  }

  function rank(question) {
    const [form, phase] = [documents.form(question.season), phaseOf(question)];
    need(form.phases[phase].known, ["--playoff"], `how the playoffs of ${form.key} were ranked is not known, if there were any`);
    const all = read(question, phase);
    const chosen = within([question.file], () => ranking.oneRanking(all, form, phase, question));
    const table = ranking.table(chosen.documents, form, phase, {
      statistics: (document) => following(form, phase, "statistics", document),
      follows: (document, name) => followsIn(form, "ranking", document).get(name),
    });
    const played = chosen.documents.filter(({ counts }) => counts).length;
    const cell = (value) => (isNumeral(value) ? value.text : typeof value === "string" ? value : Number.isInteger(value) ? String(value) : py.number(py.rounded(value, DECIMALS)));
    const told = [tableOf(`${form.key}: ranking of ${table.length} teams after ${counted(played, "match")}`, Object.keys(table[0]), table.map((row) => Object.values(row).map(cell)), ["teamKey"])];
    const isTwice = table.some(({ wins, losses, ties, played: count }) => wins + losses + ties > count);
    return { document: table.map((row) => ({ ...row, teamKey: json.bare(row.teamKey) })), told: isTwice ? [...told, verdicts.said("told.ties_are_losses")] : told, noted: [...chosen.told, ...emptySaid(chosen.documents)] };
  }

  const ANSWERS = { score, audit, rank };

  // Answer a question; `assumed` is what is to be said of the season's point values.
  function answer(question, assumed) {
    needTexts(question);
    const found = ANSWERS[question.ask](question);
    return { ...found, noted: [...new Set(found.noted), ...assumed] };
  }

  return { isAnswered, answer };
})();
