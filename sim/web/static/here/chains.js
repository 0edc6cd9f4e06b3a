// Abilities that build on each other, read from the table as sim/table/chains.py does.
"use strict";

const chains = (() => {
  const OWN = "robot.";
  const own = (...tokens) => tokens.flatMap((each) => Object.keys(each || {})).filter((place) => place.startsWith(OWN));
  const abilities = (season) => Object.keys(season.robots.can);

  // Those of a robot's rows that it can ever start where it does these rows alone.
  function startable(season, rows) {
    const filled = new Set(season.places.filter((place) => place.start > 0).map((place) => place.name));
    const able = (row) => own(row.takes, row.needs).every((place) => filled.has(place));
    for (let before = -1; filled.size > before;) {
      before = filled.size;
      for (const row of rows.filter(able)) for (const place of own(row.gives, row.drops || row.takes)) filled.add(place);
    }
    return rows.filter(able);
  }

  function starts(season, can, ability) {
    const rows = season.rows.filter((row) => row.by === "robot" && (!row.can || can.includes(row.can)));
    return startable(season, rows).some((row) => row.can === ability);
  }

  // Every ability among these that is of no use, with one that it needs before it.
  function missing(season, can) {
    const useless = can.filter((ability) => !starts(season, can, ability));
    const without = (ability) => abilities(season).filter((other) => other !== ability);
    const needed = (ability) => abilities(season).filter((other) => !can.includes(other)).find((other) => !starts(season, without(other), ability));
    return new Map(useless.map((ability) => [ability, needed(ability) || ""]));
  }

  const usable = (season, can) => abilities(season).filter((ability) => can.includes(ability) && starts(season, can, ability));

  // Abilities with those that they build on, in the season's order.
  function completed(season, can) {
    const found = new Set(can);
    for (let more = [""]; more.length;) {
      more = [...missing(season, [...found]).values()].filter(Boolean);
      more.forEach((each) => found.add(each));
    }
    return abilities(season).filter((ability) => found.has(ability));
  }

  return { missing, usable, completed };
})();
