// Workers beside the page, one a core: each gets the engine, which is compiled once, and the seasons, then a job after
// the other. They begin with the page, so that they are there when somebody asks.
"use strict";

const pool = (() => {
  const queue = [];
  const idle = [];

  async function begin({ worker, begin: start }) {
    const ready = { ...start, engine: await WebAssembly.compile(start.engine) };
    const address = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
    for (let made = 0; made < Math.max(navigator.hardwareConcurrency || 1, 1); made += 1) {
      const each = new Worker(address);
      each.postMessage({ begin: ready });
      idle.push(each);
    }
    next();
  }

  // Do a job, and give what it found; what nobody waits for any more is not begun.
  function work(job, isLeft) {
    return new Promise((resolve, reject) => {
      begun.catch(reject);
      queue.push({ job, isLeft, resolve, reject });
      next();
    });
  }

  function next() {
    while (queue.length && queue[0].isLeft()) queue.shift().reject(new Error("left"));
    if (!queue.length || !idle.length) return;
    const [worker, { job, resolve, reject }] = [idle.pop(), queue.shift()];
    const over = (does) => (event) => {
      idle.push(worker);
      does(event);
      next();
    };
    worker.onmessage = over(({ data }) => ("found" in data ? resolve(data.found) : reject(new Error(data.fault))));
    worker.onerror = over((event) => reject(new Error(event.message)));
    worker.postMessage({ job });
    next();
  }

  const begun = begin(PACKED);
  begun.catch(() => {}); // whoever asks is told

  return { work };
})();
