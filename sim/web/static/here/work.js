// A worker: it plays the matches of a job, fills in their sheets and scores them, and gives what was asked for, a column
// each. What it is given and how it plays is the engine's own business (engine.js).
"use strict";

let begun = null; // promise of what plays each season

onmessage = async ({ data }) => {
  if (data.begin) begun = playing.begin(data.begin);
  else {
    try {
      postMessage({ found: (await begun)(data.job) });
    } catch (error) {
      postMessage({ fault: String(error) });
    }
  }
};
