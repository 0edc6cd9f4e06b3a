// The matches of requests cut into jobs, for workers side by side; what they find is joined in its order.
"use strict";

const jobs = (() => {
  const TOGETHER = 2000; // matches of a job
  const KINDS = { bool: [Uint8Array, Number], int64: [BigInt64Array, BigInt], float64: [Float64Array, Number] };
  const TYPES = { by_human: "bool", card_codes: "int64", skill_of: "int64", can_of: "int64", decided: "int64" };

  // Give what plays matches: `work` does a job, `told` hears how many of how many are done.
  function player(work, told) {
    return async (requests, first, count, want) => {
      const cut = requests.flatMap((request) => cutOf(request, first, count, want));
      const size = Math.ceil(count / TOGETHER);
      let done = 0;
      const found = await Promise.all(cut.map(async (job) => {
        const columns = await work(job);
        done += job.count;
        told(done, count * requests.length);
        return columns;
      }));
      return requests.map((_, at) => asking_here.together(found.slice(at * size, (at + 1) * size)));
    };
  }

  function cutOf({ season, playbooks, stations, seed }, first, count, want) {
    const rows = season.rows.map(({ name }) => name);
    const orders = lineup.everyPlaybook(playbooks, stations).map(({ order }) => order.map((name) => rows.indexOf(name)));
    const job = { season: season.key, parts: Object.keys(season.parts), unit: season.unit, lineup: flat(lineup.of(season, playbooks, stations)), orders, seed, want };
    return Array.from({ length: Math.ceil(count / TOGETHER) }, (_, nth) => {
      const from = first + nth * TOGETHER;
      return { ...job, first: from, count: Math.min(TOGETHER, first + count - from) };
    });
  }

  // The lists of a line-up as arrays of the engine's kinds: a worker gets these in a fraction of the time.
  function flat(of) {
    return Object.fromEntries(Object.entries(of).map(([name, value]) => {
      if (typeof value === "number") return [name, value];
      const shape = [];
      for (let inner = value; Array.isArray(inner); [inner] = inner) shape.push(inner.length);
      const type = TYPES[name] || "float64";
      const [Kind, kind] = KINDS[type];
      return [name, { type, shape, numbers: Kind.from(value.flat(2), kind) }];
    }));
  }

  return { player };
})();
