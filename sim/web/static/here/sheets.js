// Markings at the end of matches -> the score sheets that referees would fill in, as sim/engine/sheets.py does.
"use strict";

const sheets = (() => {
  // Each adds an entry's numbers to a sheet; loops that make no lists, for millions of matches go through them.
  const FORMS = {
    held({ places: [[first, owners]] }, counted, found) {
      for (let owner = 0; owner < owners; owner += 1) found.push(counted(first + owner));
    },
    code({ name, places, values }, counted, found) {
      for (let owner = 0; owner < places[0][1]; owner += 1) {
        let [tokens, code] = [0, 0];
        for (let at = 0; at < places.length; at += 1) {
          const held = counted(places[at][0] + owner);
          tokens += held;
          code += values[at] * held;
        }
        need(tokens <= 1, name);
        found.push(code);
      }
    },
    fill({ name, places, values, slots }, counted, found) {
      for (let owner = 0; owner < places[0][1]; owner += 1) {
        const end = found.length + slots;
        for (let at = 0; at < places.length; at += 1) {
          for (let left = counted(places[at][0] + owner); left > 0; left -= 1) found.push(values[at]);
        }
        need(found.length <= end, name);
        while (found.length < end) found.push(0);
      }
    },
    split({ name, places: [[first, owners]], upto, slots }, counted, found) {
      for (let owner = 0; owner < owners; owner += 1) {
        const all = counted(first + owner);
        need(all <= upto * slots, name);
        for (let slot = 0; slot < slots; slot += 1) found.push(Math.min(Math.max(all - upto * slot, 0), upto));
      }
    },
    fouls({ kind }, counted, found, fouls) {
      found.push(fouls(0, kind), fouls(1, kind));
    },
  };

  function need(truth, name) {
    if (!truth) throw new Error(`[sheet]: ${name}: expected no more tokens than its slots can hold`);
  }

  // The numbers of a sheet in a row; `counted(counter)` gives what a counter holds, `fouls(side, kind)` a side's fouls.
  function filled(entries, counted, fouls) {
    const found = [];
    for (const entry of entries) {
      const from = found.length;
      FORMS[entry.form](entry, counted, found, fouls);
      for (let at = from; at < found.length; at += 1) need(found[at] >= 0 && found[at] <= entry.most, entry.name);
    }
    return found;
  }

  return { filled };
})();
