// What a page shows of an answer: its pictures and its section, as analysis/report/pictures.py and report.py make them.
"use strict";

const pictures = (() => {
  const { said, sized, POINTS } = verdicts;
  const [FILES, NOTES, TABLES, CELL, FEWEST] = [6000, 6, 20000, 3, 10];

  function histogram(heading, of, names, unit) {
    const sided = (name) => summary.SIDES.includes(name);
    const series = names.map((name) => ({ name, side: sided(name) ? name : "", counts: of.counts[name] }));
    const bins = of.edges.slice(0, -1).map((low, at) => [low, of.edges[at + 1], ...names.map((name) => of.counts[name][at])]);
    const rows = bins.filter(([, , ...counts]) => counts.some(Boolean)).map(([low, high, ...counts]) => [`${py.number(low)} – ${py.number(high)}`, ...counts.map((each) => py.commas(each))]);
    const heads = [unit, ...names.map((name) => (sided(name) ? said(`side.${name}`) : said("unit.named", { name })))];
    return { kind: "histogram", heading, shows: { edges: of.edges, series, unit }, heads, rows, notes: [said("chart.counts")] };
  }

  function bars(heading, marks, heads) {
    const rows = marks.map(({ text, ...mark }) => ({ ...mark, text }));
    return { kind: "bars", heading, shows: { rows, unit: heads[1] }, heads, rows: marks.map(({ name, text }) => [name, text]), notes: [said("chart.whisker")] };
  }

  function withErrors(name, { mean, error }) {
    const half = paired.NORMAL * (error || 0);
    return { name, value: mean, low: mean - half, high: mean + half, text: py.withError(mean, error) };
  }

  function withInterval(name, { mean, error, low, high }) {
    return { name, value: mean, low: low === null ? mean : low, high: high === null ? mean : high, text: py.withError(mean, error) };
  }

  const parts = (heading, of) => bars(heading, Object.entries(of).map(([name, each]) => withErrors(name, each)), [said("chart.part"), verdicts.unitSaid(POINTS)]);

  function run(found) {
    const of = Object.fromEntries(Object.entries(found.breakdown).map(([name, mean]) => [name, { mean, error: found.breakdown_error[name] }]));
    return [histogram(said("chart.scores"), found.histogram, summary.SIDES, verdicts.unitSaid(POINTS)), parts(said("chart.parts"), of)];
  }

  function compare(found, unit) {
    const pairs = paired.versusBest(found).sort((a, b) => a.difference.mean - b.difference.mean);
    const counted = verdicts.unitSaid(unit);
    const shown = [histogram(said("chart.reached"), found.histogram, [found.best, pairs[0].b], counted)];
    if (pairs.length > 1) shown.push(bars(said("chart.behind", { best: found.best }), pairs.map((pair) => withInterval(pair.b, pair.difference)), [said("chart.plays"), counted]));
    if (found.plans.length <= paired.FEW && !pairs[0].identical) shown.push(parts(said("chart.parts_minus", { one: found.best, other: pairs[0].b }), pairs[0].parts));
    return shown;
  }

  // A document as a page shows it; `english` says a text in English.
  function section(found, charts, about, english) {
    const { report } = found;
    const answers = [found.answer, report.said.map(english).join(" "), ...report.said.map(english)];
    const told = report.told.filter((piece) => piece.heads || !answers.includes(english(piece)));
    const first = told.findIndex((piece) => piece.heads);
    const lead = new Map(told.slice(0, first).map((piece) => [english(piece), piece]));
    const doubts = [["report.doubt.robot", found.in_robots], ["report.doubt.model", found.in_models]].filter(([, text]) => text).map(([key, text]) => {
      const apart = lead.get(text) || text;
      lead.delete(text);
      return [said(key), apart];
    });
    return {
      heading: said(`report.${report.verb}`), about, said: report.said, answer: found.answer || "",
      lead: [...lead.values()].filter((piece) => piece !== ""), doubts, charts, pieces: cut(told.slice(first).filter((piece) => piece !== ""), TABLES - letters(charts)),
      command: report.command, version: report.version, files: withRoom(report.files), noted: report.noted.slice(0, NOTES), noted_in_all: report.noted.length,
    };
  }

  function withRoom(files) {
    let room = FILES;
    return files.map((file) => {
      const kept = file.text !== null && file.text.length <= room;
      room -= kept ? file.text.length : 0;
      return kept ? file : { ...file, text: null };
    });
  }

  // Keep rows of tables as long as there is room.
  function cut(pieces, letters_left) {
    let room = letters_left;
    return pieces.map((piece) => {
      if (!piece.heads) return { piece, left: 0 };
      const kept = [];
      for (const row of piece.rows) {
        room -= row.reduce((sum, each) => sum + letters(each), 0) + CELL * row.length;
        if (room < 0 && kept.length >= FEWEST) break;
        kept.push(row);
      }
      return { piece: { ...piece, rows: kept }, left: piece.rows.length - kept.length };
    });
  }

  // So many letters it has as Python writes it: what is not ASCII takes six.
  const letters = (of) => (typeof of === "string" ? of.length : JSON.stringify(of).replace(/[^\0-\x7f]/g, "------").length);

  return { run, compare, section };
})();
