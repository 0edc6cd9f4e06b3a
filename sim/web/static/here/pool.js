// Workers beside the page, one a core: each gets the engine and the seasons, then a job after the other.
"use strict";

const pool = (() => {
  const queue = [];
  const idle = [];
  let made = 0;

  function begin() {
    const { worker, begin: start } = PACKED;
    const address = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
    for (; made < Math.max(navigator.hardwareConcurrency || 1, 1); made += 1) {
      const each = new Worker(address);
      each.postMessage({ begin: start });
      idle.push(each);
    }
  }

  // Do a job, and give what it found; what nobody waits for any more is not begun.
  function work(job, isLeft) {
    if (!made) begin();
    return new Promise((resolve, reject) => {
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

  return { work };
})();
