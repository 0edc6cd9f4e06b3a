// The beginning of the page: what it holds is unpacked, laid out in the reader's language, and begun.
"use strict";

(async () => {
  const UNKEPT = "{{unkept}}"; // what HTML does not keep: each is in one sign with the next

  // Seven bits a sign, eight bits a byte.
  function bytesOf(text, count) {
    const bytes = new Uint8Array(count + 1);
    let [bits, many, at] = [0, 0, 0];
    const take = (seven) => {
      bits = (bits << 7 | seven) & 0x7FFF;
      many += 7;
      if (many < 8) return;
      many -= 8;
      bytes[at] = bits >> many;
      at += 1;
    };
    for (let sign = 0; sign < text.length; sign += 1) {
      const code = text.charCodeAt(sign);
      if (code > 127) take(UNKEPT.charCodeAt((code >> 7) - 1));
      take(code & 127);
    }
    return bytes.subarray(0, count);
  }

  async function unpacked(id) {
    const element = document.getElementById(id);
    const bytes = bytesOf(element.textContent, Number(element.dataset.bytes));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  }

  function element(name, text, attributes = {}) {
    const made = Object.assign(document.createElement(name), attributes);
    made.textContent = text;
    return made;
  }

  const { files, style, script, scores, following, worker, body, calls, seasons, spoken, page, here, own } = JSON.parse(new TextDecoder().decode(await unpacked("packed")));
  const joined = (names) => names.map((name) => files[name]).join("\n");
  for (const part of ["style", "script"]) here.frame[part] = joined(here.frame[part]);
  const wanted = new URLSearchParams(location.search).get("language");
  const language = spoken.languages[wanted] || spoken.languages[own];
  const wordsIn = (code) => Object.fromEntries(spoken.keys.map((key, at) => [key, spoken.texts[code][at]]));
  const words = wordsIn(language.code);
  const filled = body.replace(/\{\{([\w.]+)\}\}/g, (_, key) => words[key].replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt()};`));
  here.words = wordsIn(here.english);
  globalThis.PACKED = { worker: scores + joined(worker), begin: { engine: await unpacked("engine"), calls, seasons, exact: here.exact } };
  Object.assign(document.documentElement, { lang: language.code, dir: language.direction });
  document.head.append(element("style", joined(style)));
  document.body.append(...new DOMParser().parseFromString(filled, "text/html").body.childNodes,
    element("script", JSON.stringify({ language, words, page, here }), { type: "application/json", id: "data" }), element("script", scores + following + joined(script)));
})().catch(() => { document.getElementById("old").hidden = false; });
