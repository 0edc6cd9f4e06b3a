// The one way out of this page: a question goes in, its answer comes line by line. Who answers is nobody's business but
// this file's; another page may have another one.
"use strict";

// Ask, and give each line of the answer: `progress`, a `document` that grows until it is `done`, or what is `refused`.
// Who leaves, or aborts, stops the work behind it.
async function* ask(question, signal) {
  const answer = await fetch(`ask?language=${LANGUAGE.code}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(question), signal });
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split("\n");
      rest = lines.pop();
      for (const line of lines) yield heard(line);
    }
    if (rest) yield heard(rest);
  } finally {
    reader.cancel().catch(() => {}); // what was aborted needs no more
  }
}

// Read a line, and learn the texts that it is told in.
function heard(text) {
  const line = JSON.parse(text);
  Object.assign(DATA.words, line.words);
  return line;
}

// Which verbs are answered: here all of them, and so nothing is said instead of an answer.
const isAnswered = () => true;
const insteadOf = () => "";
