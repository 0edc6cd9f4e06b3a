// Texts of others as Python reads and shows them: the same blanks, cuts and nearest names, so the same lines.
"use strict";

const texts = (() => {
  const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
  const ENDS = new RegExp(`^${BLANK}+|${BLANK}+$`, "g");
  const APART = new RegExp(`${BLANK}|[_-]`, "g");
  const MARKS = [[[0xef, 0xbb, 0xbf], "utf-8"], [[0xff, 0xfe], "utf-16le"], [[0xfe, 0xff], "utf-16be"], [[], "utf-8"]];

  const strip = (text) => text.replace(ENDS, "");
  // What is the same in all ways to write a column's name.
  const same = (name) => name.replace(APART, "").toLowerCase();
  const isPrintable = (text) => !/[\p{C}\p{Z}]/u.test(text.replaceAll(" ", ""));
  const printable = (text) => text.replace(/[\p{C}\p{Z}]/gu, (each) => (each === " " ? each : "?"));

  // Cut a name or value of others to what fits on one line of a message.
  function plain(text, most = 40) {
    const letters = Array.from(text);
    const start = printable(letters.slice(0, most).join(""));
    return letters.length <= most ? start : `${Array.from(start).slice(0, most - 3).join("")}...`;
  }

  // Write a text in quotation marks, as Python does; it holds nothing but what can be printed.
  function quoted(text) {
    const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
    return mark + text.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`) + mark;
  }

  // Name the first few of many on one line, in about as many characters, and how many more there are.
  function listing(names, room = 100) {
    const shown = [];
    const size = () => shown.reduce((sum, each) => sum + Array.from(each).length + 2, 0);
    for (const name of names) {
      const cut = plain(String(name), 80);
      if (shown.length && size() + Array.from(cut).length > room) break;
      shown.push(cut);
    }
    const more = names.length - shown.length;
    if (more) return `${shown.join(", ")} and ${py.commas(more)} more`;
    return [shown.slice(0, -1).join(", "), ...shown.slice(-1)].filter(Boolean).join(" and ");
  }

  function counted(number, what) {
    if (number === 1) return `1 ${what}`;
    const many = what.endsWith("ry") ? `${what.slice(0, -1)}ies` : what.endsWith("ch") ? `${what}es` : `${what}s`;
    return `${py.commas(number)} ${many}`;
  }

  const either = (words) => (words.length > 1 ? `${words.slice(0, -1).join(", ")} or ${words.at(-1)}` : words[0] || "");

  // ---- The nearest of some names, as difflib finds it.

  // Count the letters that two texts share in order: the longest run first, then what lies on both sides of it.
  function shared(one, other) {
    if (!one.length || !other.length) return 0;
    let [at, to, most] = [0, 0, 0];
    let before = [];
    one.forEach((letter, i) => {
      const now = [];
      other.forEach((each, j) => {
        if (each !== letter) return;
        now[j] = (before[j - 1] || 0) + 1;
        if (now[j] > most) [at, to, most] = [i - now[j] + 1, j - now[j] + 1, now[j]];
      });
      before = now;
    });
    if (!most) return 0;
    return most + shared(one.slice(0, at), other.slice(0, to)) + shared(one.slice(at + most), other.slice(to + most));
  }

  // Give the name that is nearest, at least so near; of equals the last in the order of their letters.
  function close(wrong, names, least = 0.6) {
    const word = Array.from(wrong);
    let best = [least, null];
    for (const name of names) {
      const letters = Array.from(name);
      const size = letters.length + word.length;
      if (!size || 2 * Math.min(letters.length, word.length) / size < best[0]) continue;
      const ratio = 2 * shared(letters, word) / size;
      if (ratio > best[0] || (ratio === best[0] && (best[1] === null || name > best[1]))) best = [ratio, name];
    }
    return best[1];
  }

  function nearest(wrong, names) {
    const found = close(wrong, names);
    return found === null ? "" : `; did you mean ${found}?`;
  }

  // ---- Bytes to text.

  // Give at which byte a text leaves UTF-8: where the first sequence begins that is none.
  function wrongByte(bytes) {
    const goesOn = (at, low = 0x80, high = 0xbf) => bytes[at] >= low && bytes[at] <= high;
    for (let at = 0; at < bytes.length;) {
      const first = bytes[at];
      const size = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
      const low = { 0xe0: 0xa0, 0xf0: 0x90 }[first];
      const high = { 0xed: 0x9f, 0xf4: 0x8f }[first];
      const rest = Array.from({ length: Math.max(size - 1, 0) }, (_, nth) => (nth ? goesOn(at + 1 + nth) : goesOn(at + 1, low, high)));
      if (!size || !rest.every(Boolean)) return at;
      at += size;
    }
    return -1;
  }

  // Give at which byte a text leaves UTF-16: at half a letter, or half a pair.
  function wrongHalf(bytes, little) {
    const unit = (at) => (little ? bytes[at] + 256 * bytes[at + 1] : bytes[at + 1] + 256 * bytes[at]);
    for (let at = 0; at < bytes.length; at += 2) {
      if (at + 1 >= bytes.length) return at;
      const isFirst = (unit(at) & 0xfc00) === 0xd800;
      if ((unit(at) & 0xfc00) === 0xdc00 || (isFirst && (at + 3 >= bytes.length || (unit(at + 2) & 0xfc00) !== 0xdc00))) return at;
      if (isFirst) at += 2;
    }
    return -1;
  }

  // Read UTF-8 with or without a mark, or UTF-16 with one; the ends of lines stay as they are.
  function decoded(bytes, what = "text") {
    const [mark, encoding] = MARKS.find(([each]) => each.every((byte, at) => bytes[at] === byte));
    const rest = bytes.subarray(mark.length);
    const called = encoding === "utf-8" ? "UTF-8" : "UTF-16";
    let text = null;
    try {
      text = new TextDecoder(encoding, { ignoreBOM: true, fatal: true }).decode(rest);
    } catch {
      const wrong = encoding === "utf-8" ? wrongByte(rest) : wrongHalf(rest, encoding === "utf-16le");
      throw new people.Unfit([], `expected ${what} in ${called}, found other bytes at byte ${mark.length + wrong + 1}: save it as UTF-8`);
    }
    const zero = text.indexOf("\0");
    needLazily(zero < 0, [], () => `expected ${what} in ${called}, found a zero at byte ${mark.length + Array.from(text.slice(0, zero)).length + 1}: save it as UTF-8`);
    return text;
  }

  // Refuse what is not so; what costs time to say is said by a function.
  function needLazily(truth, places, what) {
    if (!truth) throw new people.Unfit(places, what());
  }

  // Do something, and put these places before what every refusal in it says.
  function within(places, does) {
    try {
      return does();
    } catch (error) {
      if (error instanceof people.Unfit) error.places = [...places, ...error.places];
      throw error;
    }
  }

  return { BLANK, strip, same, isPrintable, printable, plain, quoted, listing, counted, either, close, nearest, decoded, needLazily, within };
})();
