// Markings at the end of matches -> the score sheets that referees would fill in, as sim/engine/sheets.py does.
"use strict";

const sheets = (() => {
  const FORMS = {
    held: (entry, held) => held[0],
    code: ({ name, values }, held) => held[0].map((_, owner) => {
      need(held.reduce((sum, each) => sum + each[owner], 0) <= 1, name);
      return held.reduce((code, each, at) => code + values[at] * each[owner], 0);
    }),
    fill: ({ name, values, slots }, held) => held[0].flatMap((_, owner) => {
      const filled = held.flatMap((each, at) => new Array(each[owner]).fill(values[at]));
      need(filled.length <= slots, name);
      return Array.from({ length: slots }, (__, slot) => filled[slot] || 0);
    }),
    split: ({ name, upto, slots }, held) => held[0].flatMap((all) => {
      need(all <= upto * slots, name);
      return Array.from({ length: slots }, (_, slot) => Math.min(Math.max(all - upto * slot, 0), upto));
    }),
  };

  function need(truth, name) {
    if (!truth) throw new Error(`[sheet]: ${name}: expected no more tokens than its slots can hold`);
  }

  // The numbers of a sheet in a row; `counted(counter)` gives what a counter holds, `fouls(side, kind)` a side's fouls.
  function filled(entries, counted, fouls) {
    return entries.flatMap((entry) => {
      const held = () => entry.places.map(([first, owners]) => Array.from({ length: owners }, (_, at) => counted(first + at)));
      const found = entry.form === "fouls" ? [0, 1].map((side) => fouls(side, entry.kind)) : FORMS[entry.form](entry, held());
      found.forEach((each) => need(each >= 0 && each <= entry.most, entry.name));
      return found;
    });
  }

  return { filled };
})();
