// The beginning of the page: what it holds is unpacked, laid out in the reader's language, and begun.
"use strict";

(async () => {
  async function unpacked(id) {
    const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (each) => each.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  }

  function element(name, text, attributes = {}) {
    const made = Object.assign(document.createElement(name), attributes);
    made.textContent = text;
    return made;
  }

  const { style, script, worker, calls, seasons, spoken, page, here, own } = JSON.parse(new TextDecoder().decode(await unpacked("packed")));
  const wanted = new URLSearchParams(location.search).get("language");
  const { body, language, words } = spoken[wanted] || spoken[own];
  here.words = spoken[here.english].words;
  globalThis.PACKED = { worker, begin: { engine: await unpacked("engine"), calls, seasons, exact: here.exact } };
  Object.assign(document.documentElement, { lang: language.code, dir: language.direction });
  document.head.append(element("style", style));
  document.body.append(...new DOMParser().parseFromString(body, "text/html").body.childNodes,
    element("script", JSON.stringify({ language, words, page, here }), { type: "application/json", id: "data" }), element("script", script));
})();
