// Numbers as Python and numpy have them: the same rounding, the same order of sums, so the same digits.
"use strict";

const py = (() => {
  // Write a number with so many decimals: halves go to the even digit, as in Python, where a browser rounds them up.
  function fixed(value, digits) {
    const size = Math.abs(value);
    const near = size.toFixed(digits);
    const exact = size.toFixed(100);
    const tail = exact.slice(exact.indexOf(".") + 1 + digits);
    const isHalf = /^50*$/.test(tail) && Number(near.at(-1)) % 2 === 1;
    const text = isHalf ? evenBelow(near, exact, digits) : near;
    return (value < 0 || Object.is(value, -0) ? "-" : "") + text;
  }

  function evenBelow(near, exact, digits) {
    const cut = exact.slice(0, exact.indexOf(".") + (digits ? 1 + digits : 0));
    return cut.length ? cut : near;
  }

  function grouped(text) {
    const [, sign, whole, rest] = /^(-?)(\d+)(.*)$/.exec(text);
    return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest;
  }

  const commas = (value, digits = 0) => grouped(fixed(value, digits));
  const rounded = (value, digits) => Number(fixed(value, digits));

  // Give by which power of ten a number above 0 begins; what is a hair short of one counts as that one, as it does there.
  const power = (value) => Math.floor(Math.log10(value));

  // Write a number with so many digits at most, as Python's `g` does.
  function general(value, most = 6) {
    if (value === 0) return Object.is(value, -0) ? "-0" : "0";
    const at = Number(value.toExponential(most - 1).split("e")[1]);
    if (at < -4 || at >= most) {
      const [digits, e] = value.toExponential(most - 1).split("e");
      return `${trimmed(digits)}e${e[0]}${e.slice(1).padStart(2, "0")}`;
    }
    return trimmed(fixed(value, most - 1 - at));
  }

  const trimmed = (text) => (text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text);

  // Thousands apart, no trailing zeros.
  const number = (value) => trimmed(commas(value, 6));

  // A mean with its error, to the digits that the error allows; where the sample tells no error none is made up.
  function withError(mean, error) {
    if (!error) return number(rounded(mean, 2));
    const digits = Math.min(Math.max(1 - power(error), 0), 6);
    return `${commas(mean, digits)} ± ${commas(error, digits)}`;
  }

  // ---- Sums in numpy's order.

  function sum(values, from = 0, count = values.length - from) {
    if (count < 8) return plainly(values, from, count, 0);
    if (count > 128) {
      const half = Math.floor(count / 2) - (Math.floor(count / 2) % 8);
      return sum(values, from, half) + sum(values, from + half, count - half);
    }
    const eight = [0, 1, 2, 3, 4, 5, 6, 7].map((at) => values[from + at]);
    const whole = count - (count % 8);
    for (let at = 8; at < whole; at += 8) for (let each = 0; each < 8; each += 1) eight[each] += values[from + at + each];
    const [a, b, c, d, e, f, g, h] = eight;
    return plainly(values, from + whole, count - whole, ((a + b) + (c + d)) + ((e + f) + (g + h)));
  }

  function plainly(values, from, count, start) {
    let found = start;
    for (let at = from; at < from + count; at += 1) found += values[at];
    return found;
  }

  const mean = (values) => sum(values) / values.length;

  // The variance of a sample.
  function variance(values) {
    const middle = mean(values);
    return sum(Float64Array.from(values, (each) => (each - middle) * (each - middle))) / (values.length - 1);
  }

  const least = (values) => values.reduce((one, other) => Math.min(one, other), Infinity);
  const most = (values) => values.reduce((one, other) => Math.max(one, other), -Infinity);

  // Write words as a shell reads them.
  const quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`);
  const shell = (words) => words.map(quoted).join(" ");

  return { fixed, commas, grouped, rounded, power, general, number, withError, sum, mean, variance, least, most, shell };
})();
