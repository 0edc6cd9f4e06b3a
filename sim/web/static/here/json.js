// JSON as Python reads it: whole numbers apart from others, names that stand twice, and the same words for what is wrong.
"use strict";

const json = (() => {
  const DEEPEST = 900;
  const MOST_DIGITS = 4000;
  const NUMBER = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y;
  const WORD = /null|true|false|NaN|-?Infinity/y;
  const WORDS = new Map([["null", null], ["true", true], ["false", false]]);
  const PLAIN = /[^"\\\x00-\x1f]*/y;
  const ESCAPED = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
  const { need } = people;
  let areCommasSaid = false;
  const begin = (known) => { areCommasSaid = known.commas_said; };

  // A number: what it is, whether it is written as a whole one, and how Python writes it.
  class Numeral {
    constructor(value, isWhole, text) {
      Object.assign(this, { value, isWhole, text });
    }
  }

  function wholeOf(digits) {
    if (digits.length > MOST_DIGITS) return fractionOf(Number(digits));
    return new Numeral(Number(digits), true, digits.length < 16 ? String(Number(digits)) : BigInt(digits).toString());
  }

  const fractionOf = (value) => new Numeral(value, false, written(value));

  // Write a double as Python does.
  function written(value) {
    if (Number.isNaN(value)) return "NaN";
    if (!Number.isFinite(value)) return value < 0 ? "-Infinity" : "Infinity";
    const [digits, e] = value.toExponential().split("e");
    if (value !== 0 && (e < -4 || e >= 16)) return `${digits}e${e[0]}${e.slice(1).padStart(2, "0")}`;
    const text = value === 0 ? (Object.is(value, -0) ? "-0" : "0") : Math.abs(value) < 1e-6 ? plainly(value) : String(value);
    return text.includes(".") ? text : `${text}.0`;
  }

  const plainly = (value) => value.toFixed(30).replace(/0+$/, "");

  // A text that is no JSON: why, and where.
  class NoJson extends Error {
    constructor(why, text, at) {
      super(why);
      const before = text.slice(0, at);
      Object.assign(this, { why, line: before.split("\n").length, column: Array.from(before.slice(before.lastIndexOf("\n") + 1)).length + 1 });
    }
  }

  // Read one value; objects are Maps, with the name that stands twice in them as `twice`.
  function loads(text) {
    let at = 0;
    const wrong = (why, place = at) => new NoJson(why, text, place);
    const skip = () => { while (" \t\n\r".includes(text[at]) && at < text.length) at += 1; };

    function value(depth) {
      need(depth < DEEPEST, [], "expected a match document, found JSON nested too deep");
      const sign = text[at];
      if (sign === '"') return string();
      if (sign === "{") return object(depth);
      if (sign === "[") return array(depth);
      const word = taken(WORD);
      if (word) return WORDS.has(word[0]) ? WORDS.get(word[0]) : fractionOf(Number(word[0]));
      const found = taken(NUMBER);
      if (!found) throw wrong("Expecting value");
      const [all, digits, fraction, power] = found;
      return fraction || power ? fractionOf(Number(all)) : wholeOf(digits);
    }

    // Go beyond what is next, if it is that.
    function taken(form) {
      form.lastIndex = at;
      const found = form.exec(text);
      if (found) at = form.lastIndex;
      return found;
    }

    function string() {
      const begin = at;
      let read = "";
      for (at += 1; at < text.length; at += 1) {
        read += taken(PLAIN)[0];
        const sign = text[at];
        if (sign === '"') { at += 1; return read; }
        if (sign <= "\x1f") throw wrong("Invalid control character at");
        if (sign === "\\") read += escaped(begin);
      }
      throw wrong("Unterminated string starting at", begin);
    }

    function escaped(begin) {
      at += 1;
      if (at >= text.length) throw wrong("Unterminated string starting at", begin);
      if (text[at] !== "u") {
        if (!Object.hasOwn(ESCAPED, text[at])) throw wrong("Invalid \\escape", at - 1);
        return ESCAPED[text[at]];
      }
      const digits = text.slice(at + 1, at + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits) || at + 5 >= text.length) throw wrong("Invalid \\uXXXX escape", at);
      at += 4;
      return String.fromCharCode(parseInt(digits, 16));
    }

    function array(depth) {
      const found = [];
      at += 1;
      for (skip(); text[at] !== "]"; skip()) {
        found.push(value(depth + 1));
        skip();
        if (text[at] === "]") break;
        comma("]", "array");
      }
      at += 1;
      return found;
    }

    // Go beyond a comma; newer Pythons have a word for one before the end.
    function comma(end, what) {
      if (text[at] !== ",") throw wrong("Expecting ',' delimiter");
      const before = at;
      at += 1;
      skip();
      if (text[at] !== end) return;
      if (areCommasSaid) throw wrong(`Illegal trailing comma before end of ${what}`, before);
      throw wrong(end === "]" ? "Expecting value" : "Expecting property name enclosed in double quotes");
    }

    function object(depth) {
      const found = new Map();
      at += 1;
      for (skip(); text[at] !== "}"; skip()) {
        if (text[at] !== '"') throw wrong("Expecting property name enclosed in double quotes");
        const name = string();
        skip();
        if (text[at] !== ":") throw wrong("Expecting ':' delimiter");
        at += 1;
        skip();
        if (found.has(name) && found.twice === undefined) found.twice = name;
        found.set(name, value(depth + 1));
        skip();
        if (text[at] === "}") break;
        comma("}", "object");
      }
      at += 1;
      return found;
    }

    if (text[0] === "\ufeff") throw wrong("Unexpected UTF-8 BOM (decode using utf-8-sig)");
    skip();
    const whole = value(0);
    skip();
    if (at < text.length) throw wrong("Extra data");
    return whole;
  }

  // Write a value as Python does, in letters of ASCII.
  function dumps(value) {
    if (value instanceof Numeral) return value.text;
    return JSON.stringify(value).replace(/[\x7f-\uffff]/g, (each) => `\\u${each.charCodeAt().toString(16).padStart(4, "0")}`);
  }

  // Give a value as a browser's own JSON would be read.
  function bare(value) {
    if (value instanceof Numeral) return Number.isFinite(value.value) ? value.value : { NaN: "nan", Infinity: "inf", "-Infinity": "-inf" }[value.text];
    if (value instanceof Map) return Object.fromEntries([...value].map(([name, each]) => [name, bare(each)]));
    return Array.isArray(value) ? value.map(bare) : value;
  }

  // ---- Match documents: an object, an array, one a line, or the results service's whole answer.

  function needNamesOnce(where, raw) {
    if (raw.twice !== undefined) throw new people.Unfit([`${where}${texts.plain(raw.twice)}`], "expected every name once in an object, found it again");
  }

  let last = { text: null, found: null }; // the rules of several seasons may read one text

  function parse(text) {
    if (last.text !== text) last = { text, found: valuesOf(text).flatMap(matchesOf) };
    return last.found;
  }

  function matchesOf(value) {
    if (!(value instanceof Map) || !value.has("matches") || value.has("details")) return [value];
    needNamesOnce("", value);
    need(Array.isArray(value.get("matches")), ["matches"], "expected a list of match documents");
    return value.get("matches");
  }

  function valuesOf(text) {
    const all = texts.strip(text);
    need(all, [], "expected at least one match document, found an empty file");
    try {
      const whole = texts.within(["document 1"], () => loads(text));
      return Array.isArray(whole) ? whole : [whole];
    } catch (error) {
      if (!(error instanceof NoJson)) throw error;
      const isJson = '{["'.includes(all[0]);
      if (isJson && error.why === "Extra data") return lines(text);
      const what = isJson ? `expected JSON: ${error.why}` : "expected JSON, or CSV whose first line names its columns";
      throw new people.Unfit([`line ${error.line}`], what);
    }
  }

  function lines(text) {
    return text.split("\n").flatMap((line, nth) => {
      if (!texts.strip(line)) return [];
      try {
        return [texts.within([`line ${nth + 1}`], () => loads(line))];
      } catch (error) {
        if (!(error instanceof NoJson)) throw error;
        throw new people.Unfit([`line ${nth + 1}`], `expected one JSON document a line: ${error.why} at column ${error.column}`);
      }
    });
  }

  return { begin, Numeral, wholeOf, fractionOf, written, dumps, bare, needNamesOnce, parse };
})();
