// A report: answers, one below the other, and how far to trust them.
"use strict";

function trust() {
  for (const season of DATA.page.seasons) {
    $("trusted").append(english("h3", season.name), html("p", {}, told(season.grade)),
      html("p", {}, say("report.rules"), " ", english("code", season.command)));
    if (season.doubts.length) {
      $("trusted").append(html("details", {}, html("summary", {}, say("report.doubts")),
        html("ul", { lang: "en", dir: "ltr" }, ...season.doubts.map((text) => html("li", {}, text)))));
    }
  }
  for (const key of ["report.luck", "report.robot", "report.model", "report.english"]) $("trusted").append(html("p", {}, say(key)));
}

function contents(sections, many) {
  if (sections.length < 2) return;
  $("contents").append(html("ol", {}, ...sections.map((section, nth) =>
    html("li", {}, html("a", { href: `#study${nth}` }, told(section.heading), many ? english("bdi", ` – ${section.about}`) : "")))));
}

function report() {
  const { sections, seasons, version } = DATA.page;
  $("made").textContent = `sim ${version}`;
  const many = seasons.length > 1;
  $("title").append(many ? say("report.title") : english("bdi", seasons[0].name));
  if (LANGUAGE.draft) $("stamps").append(html("p", { class: "note" }, say("page.draft")));
  contents(sections, many);
  sections.forEach((section, nth) => {
    const { place, draw } = answered(section, `study${nth}`, many && section.about);
    $("studies").append(place);
    draw();
  });
  trust();
  $("trusted").append(html("p", { class: "quiet" }, say("page.made", { version })));
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
}

report();
