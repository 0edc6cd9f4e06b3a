// The matches of requests cut into jobs, for workers side by side; what they find is joined in its order.
"use strict";

const jobs = (() => {
  const TOGETHER = 1000; // matches of a job

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
    const job = { season: season.key, parts: Object.keys(season.parts), unit: season.unit, lineup: lineup.of(season, playbooks, stations), orders, seed, want };
    return Array.from({ length: Math.ceil(count / TOGETHER) }, (_, nth) => {
      const from = first + nth * TOGETHER;
      return { ...job, first: from, count: Math.min(TOGETHER, first + count - from) };
    });
  }

  return { player };
})();
