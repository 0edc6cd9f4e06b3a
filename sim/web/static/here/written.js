// TOML as robots, plans and line-ups are written: texts, numbers, true and false, lists, tables. What is rarer is refused
// by its line; `sim` reads all of it.
"use strict";

const written = (() => {
  const PARTS = /[ \t]+|#[^\n]*|\r?\n|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_+.-]+|[[\]{},=]|./gy;
  const NUMBER = /^[+-]?(?:\d[\d_]*)(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?$/;

  function read(text, file) {
    const parts = (text.match(PARTS) || []).filter((part) => !/^[ \t]+$|^#/.test(part));
    let at = 0;
    const line = () => parts.slice(0, at).filter((part) => part.endsWith("\n")).length + 1;
    const wrong = () => new people.Unfit([file], `expected a TOML file, found what this page cannot read at line ${line()}`);
    const is = (part) => parts[at] === part;
    const ended = () => at >= parts.length || parts[at].endsWith("\n");

    function take(part) {
      if (!is(part)) throw wrong();
      at += 1;
    }

    function blank() {
      while (at < parts.length && parts[at].endsWith("\n")) at += 1;
    }

    // A key's steps: bare ones hold their dots, which a number's part may hold too.
    function key() {
      const steps = [];
      for (;;) {
        const part = parts[at];
        if (part === undefined || /^[[\]{},=]|\n$/.test(part)) break;
        at += 1;
        if (/^["']/.test(part)) steps.push(string(part));
        else if (/^[\w.-]+$/.test(part)) steps.push(...part.split(".").filter(Boolean));
        else throw wrong();
      }
      if (!steps.length || steps.some((step) => step === "__proto__")) throw wrong();
      return steps;
    }

    function string(part) {
      if (part[0] === "'") return part.slice(1, -1);
      try {
        return JSON.parse(part);
      } catch {
        throw wrong();
      }
    }

    function value() {
      const part = parts[at];
      if (part === undefined) throw wrong();
      at += 1;
      if (part === "[") return list();
      if (part === "{") return inline();
      if (/^["']/.test(part)) return string(part);
      if (part === "true" || part === "false") return part === "true";
      if (!NUMBER.test(part)) throw wrong();
      return Number(part.replaceAll("_", ""));
    }

    function list() {
      const found = [];
      for (blank(); !is("]"); blank()) {
        found.push(value());
        blank();
        if (!is("]")) take(",");
      }
      at += 1;
      return found;
    }

    function inline() {
      const found = {};
      while (!is("}")) {
        pair(found);
        if (!is("}")) take(",");
      }
      at += 1;
      return found;
    }

    function within(table, steps) {
      return steps.reduce((inner, step) => {
        if (!Object.hasOwn(inner, step)) inner[step] = {};
        if (typeof inner[step] !== "object" || Array.isArray(inner[step])) throw wrong();
        return inner[step];
      }, table);
    }

    function pair(table) {
      const steps = key();
      take("=");
      const inner = within(table, steps.slice(0, -1));
      if (Object.hasOwn(inner, steps.at(-1))) throw wrong();
      inner[steps.at(-1)] = value();
    }

    const whole = {};
    let table = whole;
    for (blank(); at < parts.length; blank()) {
      if (is("[")) {
        at += 1;
        table = within(whole, key());
        take("]");
      } else pair(table);
      if (!ended()) throw wrong();
    }
    return whole;
  }

  return { read };
})();
