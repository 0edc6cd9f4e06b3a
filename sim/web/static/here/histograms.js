// Values cut into bins of a round width, as analysis/histograms.py does.
"use strict";

const histograms = (() => {
  const BINS = 40;

  // Cut whole numbers, how often each occurs by name, into bins that hold whole points.
  function ofWhole(counts) {
    const every = Object.values(counts).flatMap((each) => [...each.keys()]);
    const low = py.least(every);
    const high = Math.max(py.most(every), low + 5);
    const width = Math.trunc(roundWidth(Math.max((high - low) / BINS, 1)));
    const edges = [];
    for (let edge = Math.floor(low / width) * width; edge < high + 2 * width; edge += width) edges.push(edge);
    return histogram(edges, Object.fromEntries(Object.entries(counts).map(([name, each]) => [name, [...each]])));
  }

  // Cut values into bins that begin at round numbers.
  function inBins(values) {
    const { low, high, width } = span(values);
    const first = Math.floor(low / width);
    return ofValues(range(first, Math.floor(high / width) + 2).map((edge) => edge * width), values);
  }

  // Cut values into bins, one of them around zero where values lie on both sides.
  function aroundZero(values) {
    const { low, high, width } = span(values);
    const [first, last] = [Math.floor(low / width + 0.5), Math.ceil(high / width + 0.5)];
    return ofValues(range(first, last + 1).map((edge) => (edge - 0.5) * width), values);
  }

  const range = (from, to) => Array.from({ length: to - from }, (_, at) => from + at);
  const ofValues = (edges, values) => histogram(edges, Object.fromEntries(Object.entries(values).map(([name, each]) => [name, Array.from(each, (value) => [value, 1])])));

  function span(values) {
    const every = Object.values(values);
    const low = py.least(every.map(py.least));
    const high = py.most(every.map(py.most));
    const whole = every.every((each) => each.every(Number.isInteger));
    return { low, high, width: roundWidth(Math.max((high - low) / BINS, whole || low === high ? 1 : 0)) };
  }

  function roundWidth(wanted) {
    const power = 10 ** Math.floor(Math.log10(wanted));
    return [1, 2, 5, 10].map((step) => step * power).find((width) => width >= wanted * (1 - 1e-9));
  }

  // The last bin holds its upper edge too.
  function histogram(edges, values) {
    const counts = {};
    for (const [name, each] of Object.entries(values)) {
      counts[name] = new Array(edges.length - 1).fill(0);
      for (const [value, often] of each) {
        const bin = Math.min(placed(edges, value), edges.length - 2);
        if (bin >= 0 && value <= edges[edges.length - 1]) counts[name][bin] += often;
      }
    }
    return { edges, counts };
  }

  // Give the bin of a value: the last edge that is not above it.
  function placed(edges, value) {
    let bin = Math.floor((value - edges[0]) / (edges[1] - edges[0]));
    while (bin + 1 < edges.length && edges[bin + 1] <= value) bin += 1;
    while (bin >= 0 && edges[bin] > value) bin -= 1;
    return bin;
  }

  return { ofWhole, inBins, aroundZero };
})();
