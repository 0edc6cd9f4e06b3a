// exp and the normal quantile as `sim/exact.py` has them, step by step; and Student's t, which tells how sure a mean is.
"use strict";

const exact = (() => {
  let known = null; // the numbers of sim/exact.py

  function begin(numbers) {
    known = { ...numbers, ...roots(2 ** numbers.steps) };
  }

  // The roots of two as doubles, 2^0, 2^(1/128), ..., and what these are short of them.
  function roots(many) {
    const BITS = 180n;
    let one = 2n << BITS;
    for (let each = many; each > 1; each /= 2) one = root(one << BITS);
    const [nearest, missing] = [[], []];
    let exactly = 1n << BITS;
    for (let step = 0; step < many; step += 1) {
      const near = Number(exactly);
      nearest.push(near / 2 ** Number(BITS));
      missing.push(Number(exactly - BigInt(near)) / 2 ** Number(BITS));
      exactly = (exactly * one) >> BITS;
    }
    return { nearest, missing };
  }

  function root(square) {
    let found = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
    for (;;) {
      const next = (found + square / found) >> 1n;
      if (next >= found) return found;
      found = next;
    }
  }

  function exp(x) {
    const bounded = Math.min(Math.max(x, -known.farthest), known.farthest);
    const steps = Math.floor(bounded * known.steps_a_unit + 0.5);
    const r = (bounded - steps * known.step_high) - steps * known.step_low;
    const rest = r + r * r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0))));
    const step = steps & (2 ** known.steps - 1);
    const root = known.nearest[step];
    return (root + (known.missing[step] + root * rest)) * 2 ** (steps >> known.steps);
  }

  function log(x) {
    let [rest, found] = [x, 0.0];
    while (rest < 0.5) [rest, found] = [rest * 2.0, found - known.ln2_high - known.ln2_low];
    let near = rest - 1.0;
    for (let step = 0; step < known.newton; step += 1) near += rest * exp(-near) - 1.0;
    return found + near;
  }

  function normalQuantile(p) {
    const q = p - 0.5;
    if (Math.abs(q) <= 0.425) return quotient("middle", 0.180625 - q * q, q);
    const r = Math.sqrt(-log(q < 0 ? p : 1.0 - p));
    const found = r <= 5.0 ? quotient("near", r - 1.6, 1) : quotient("far", r - 5.0, 1);
    return q < 0 ? -found : found;
  }

  const quotient = (part, x, times) => times * polynomial(known[`${part}_above`], x) / polynomial(known[`${part}_below`], x);
  const polynomial = (coefficients, x) => coefficients.reduce((found, each) => found * x + each, 0.0);

  // ---- Student's t, by the incomplete beta function's continued fraction.

  // Give the gamma function of x + 1/2 over that of x.
  function gammas(x) {
    if (x < 20) return gammas(x + 1) * x / (x + 0.5);
    const y = 1 / x;
    return Math.sqrt(x) * (1 - y / 8 + y ** 2 / 128 + 5 * y ** 3 / 1024 - 21 * y ** 4 / 32768 - 399 * y ** 5 / 262144 + 869 * y ** 6 / 4194304 + 39325 * y ** 7 / 33554432);
  }

  function fraction(a, b, x) {
    const tiny = 1e-300;
    const kept = (value) => (Math.abs(value) < tiny ? tiny : value);
    let [c, d] = [1, 1 / kept(1 - (a + b) * x / (a + 1))];
    let found = d;
    for (let m = 1; m < 1000; m += 1) {
      const before = found;
      for (const each of [m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))]) {
        d = 1 / kept(1 + each * d);
        c = kept(1 + each / c);
        found *= c * d;
      }
      if (found === before || Math.abs(found - before) < 1e-17 * found) break;
    }
    return found;
  }

  // Give how likely Student's t is above a size.
  function above(degrees, size) {
    if (!Number.isFinite(size)) return 0;
    const [a, b, squared] = [degrees / 2, 0.5, size * size];
    const x = degrees / (degrees + squared);
    const beside = squared / (degrees + squared);
    const front = Math.exp(-a * Math.log1p(squared / degrees)) * Math.sqrt(beside) * gammas(a) / Math.sqrt(Math.PI);
    if (x < (a + 1) / (a + b + 2)) return 0.5 * front * fraction(a, b, x) / a;
    return 0.5 * (1 - front * fraction(b, a, beside) / b);
  }

  const below = (degrees, value) => (value < 0 ? above(degrees, -value) : 1 - above(degrees, value));

  // Give the value that a share of Student's t, more than half of it, lies below.
  function quantile(degrees, share) {
    const density = (t) => gammas(degrees / 2) / Math.sqrt(degrees * Math.PI) * Math.exp(-(degrees + 1) / 2 * Math.log1p(t * t / degrees));
    let found = normalQuantile(share);
    for (let step = 0; step < 60; step += 1) {
      const more = (above(degrees, found) - (1 - share)) / density(found);
      found += Math.min(more, found + 1);
      if (Math.abs(more) < 1e-15 * found) break;
    }
    return found;
  }

  return { begin, exp, normalQuantile, above, below, quantile };
})();
