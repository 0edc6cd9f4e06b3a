// What was put in, and its link: everything behind the # of the page's address, so that who reloads, goes back or
// follows a link that somebody sent sees the same.
"use strict";

const FIRST = "season"; // the view of who comes for the first time

let state = null; // { view, season, played, robot, plans, asked: fields by view }

// Read a link; what is not there is left out, and filled in once the season's facts are known.
function linked(hash) {
  const [view, season, packed, played] = hash.replace(/^#/, "").replace(/%2F/gi, "/").split("/");
  return { view: view || FIRST, season: season || "", played: played === "play", ...unpacked(packed || "") };
}

function link(view = state.view, played = false) {
  const { robot, plans, asked } = state;
  return `#${[view, state.season, packed({ robot, plans, asked }), ...(played ? ["play"] : [])].join("/")}`;
}

function packed(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function unpacked(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
    const found = JSON.parse(new TextDecoder().decode(bytes));
    return { robot: found.robot || null, plans: Array.isArray(found.plans) ? found.plans : null, asked: found.asked || {} };
  } catch {
    return { robot: null, plans: null, asked: {} };
  }
}
