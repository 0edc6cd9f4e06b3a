// The beginning of the page: what it holds is unpacked, laid out in the reader's language, and begun.
"use strict";

(async () => {
  const SIGNS = "{{signs}}"; // each stands for its place: five of them make four bytes

  function bytesOf(text) {
    const bytes = new Uint8Array(text.length / 5 * 4);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < text.length; at += 5) {
      let number = 0;
      for (let sign = at; sign < at + 5; sign += 1) number = number * 85 + SIGNS.indexOf(text[sign]);
      view.setUint32(at / 5 * 4, number);
    }
    return bytes;
  }

  async function unpacked(id) {
    const element = document.getElementById(id);
    const bytes = bytesOf(element.textContent).subarray(0, Number(element.dataset.bytes));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  }

  function element(name, text, attributes = {}) {
    const made = Object.assign(document.createElement(name), attributes);
    made.textContent = text;
    return made;
  }

  const { style, scores, script, worker, calls, seasons, spoken, page, here, own } = JSON.parse(new TextDecoder().decode(await unpacked("packed")));
  const wanted = new URLSearchParams(location.search).get("language");
  const { body, language, words } = spoken[wanted] || spoken[own];
  here.words = spoken[here.english].words;
  globalThis.PACKED = { worker: scores + worker, begin: { engine: await unpacked("engine"), calls, seasons, exact: here.exact } };
  Object.assign(document.documentElement, { lang: language.code, dir: language.direction });
  document.head.append(element("style", style));
  document.body.append(...new DOMParser().parseFromString(body, "text/html").body.childNodes,
    element("script", JSON.stringify({ language, words, page, here }), { type: "application/json", id: "data" }), element("script", scores + script));
})().catch(() => { document.getElementById("old").hidden = false; });
