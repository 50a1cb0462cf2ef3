// Plays every story in a browser: node run.js [STORY…]. `cargo xtask browser` prepares what it needs.
//
// A story is a file in stories/: { role, institution?, needs?, bytesMax?, msMax?, letterMs?, walks?,
// play(teller) }. It is played in
// both languages, with and without JavaScript, at the width of a telephone and of a desk.

import { readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { Browser } from "./browser.js";
import { Counter } from "./counter.js";
import { Fault } from "./fault.js";
import { Teller } from "./teller.js";
import { table, unseen, walk } from "./walk.js";

/** Who comes to the counter, as crates/naungan/src/auth/table.rs has them. */
const ROLES = [
  "visitor", "member", "heir", "employer", "platform", "donor", "hospital", "agent", "officer", "head", "analyst", "auditor", "administrator",
];

const VARIANTS = ["id", "en"].flatMap((lang) =>
  [true, false].flatMap((script) => [360, 1280].map((width) => ({ lang, script, width }))))
  .map((variant, no) => ({ ...variant, no }))
  // One alone, by its number, for whoever writes a story.
  .filter(({ no }) => [undefined, String(no)].includes(process.env.NAUNGAN_VARIANT))
  // Pictures are of the pages with scripts; where they are taken, nothing is proved.
  .filter(({ script }) => script || !process.env.UPDATE_SCREENSHOTS);

/** Every page of a role is looked at in one variant: where it fits least, in the longer language. */
const WALKED = 0;

/** Browsers wait more than they work. One at a time where pictures are taken, so that each run makes the same. */
const AT_ONCE = process.env.UPDATE_SCREENSHOTS ? 1 : 3;

const here = import.meta.dirname;

async function stories(wanted) {
  const folder = path.join(here, "stories");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".js")).sort();
  const all = [];
  for (const file of files) {
    const story = (await import(pathToFileURL(path.join(folder, file)))).default;
    const name = file.slice(0, -".js".length);
    if (!ROLES.includes(story.role)) {
      throw new Fault(`${file}: there is no role ${story.role}; the roles are ${ROLES.join(", ")}`);
    }
    all.push({ name, ...story });
  }
  const unknown = wanted.filter((name) => !all.some((story) => story.name === name));
  if (unknown.length > 0) {
    throw new Fault(`no such story: ${unknown.join(", ")}; there are ${all.map((s) => s.name).join(", ")}`);
  }
  all.sort((one, other) => ROLES.indexOf(one.role) - ROLES.indexOf(other.role));
  return wanted.length > 0 ? all.filter((story) => wanted.includes(story.name)) : all;
}

/** Does the work with some hands, in order. */
async function share(work, does) {
  const rest = [...work];
  const hand = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      await does(next);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, hand));
}

/** A machine that is busy with everything else may keep a browser waiting: who stumbles once is asked again, once. */
const TRIES = 2;

/** Plays one story in one variant; what went wrong is collected, so that one run shows all of it. */
async function play(of, variant, browser, walkers) {
  const { story, counter } = of;
  const stumbles = [];
  let teller;
  while (stumbles.length < TRIES) {
    await teller?.leave();
    teller = new Teller(story, variant, counter, await browser.visitor(variant));
    const began = performance.now();
    try {
      await teller.tell();
      const seconds = (performance.now() - began) / 1000;
      of.figures.push({ bytes: teller.bytes(), seconds, pages: teller.pages });
      break;
    } catch (error) {
      stumbles.push(await teller.told(error));
    }
  }
  // The first fault is the one to read: the second try may stumble over what the first has done.
  (stumbles.length < TRIES ? of.stumbles : of.faults).push(...stumbles.slice(0, 1));
  teller.looked.forEach((path) => of.looked.add(path));
  if (story.walks && variant.no === WALKED) {
    walkers.push({ of, teller });
  } else {
    await teller.leave();
  }
  of.left -= 1;
  if (of.left === 0) {
    say({ ...of, played: of.figures.length });
  }
}

/** Looks at everything that the roles can reach, when all stories have left something to look at. */
async function walkAll(walkers, done, isWhole) {
  let failed = 0;
  await share(walkers, async ({ of, teller }) => {
    const began = performance.now();
    const { pages, faults } = await walk(teller);
    teller.looked.forEach((path) => of.looked.add(path));
    await teller.leave();
    const { role } = of.story;
    const rows = await table(teller.counter);
    // What everybody may see, stories of other roles have looked at too.
    const same = done.filter(({ story }) => role === "visitor" || story.role === role);
    const paths = (stories) => new Set(stories.flatMap(({ looked }) => [...looked]));
    const left = isWhole ? unseen(rows, of.story, paths(same), paths(done)) : [];
    faults.push(...left.map((pattern) => `${pattern}: no link led there, and no story looked at it`));
    failed += faults.length > 0 ? 1 : 0;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`  ${faults.length > 0 ? "FAILED" : "ok    "}  walk of ${role}: ${pages} pages, ${seconds} s`);
    faults.forEach((fault) => console.log(`    ${fault.replaceAll("\n", "\n    ")}`));
  });
  return failed;
}

const most = (figures, of) => Math.max(...figures.map((figure) => figure[of]));

function say({ story, absent, faults, stumbles, figures, played }) {
  if (absent.length > 0) {
    console.log(`  waits   ${story.name} (${story.role}): ${absent.join(", ")} is not served`);
    return;
  }
  const state = faults.length > 0 ? "FAILED" : "ok";
  const kilobytes = played > 0 ? (most(figures, "bytes") / 1000).toFixed(1) : "?";
  const seconds = played > 0 ? most(figures, "seconds").toFixed(1) : "?";
  const pages = played > 0 ? most(figures, "pages") : "?";
  console.log(`  ${state.padEnd(7)} ${story.name} (${story.role}): ${played} of ${VARIANTS.length} variants; ` +
    `at most ${pages} pages, ${kilobytes} kB, ${seconds} s`);
  tellFaults(story, faults, "");
  tellFaults(story, stumbles, ", told at the second try");
}

/** One fault shows in many variants: it is told once, and where else; what it is first, then what led to it. */
function tellFaults(story, faults, after) {
  for (const kind of new Set(faults.map(({ what }) => what))) {
    const some = faults.filter(({ what }) => what === kind);
    const others = some.length > 1 ? `\n  and so in ${some.slice(1).map(({ how }) => how).join("; ")}` : "";
    console.log(`\n${story.name} (${some[0].how}${after}):${some[0].what}${others}\n  after it${some[0].steps}\n`);
  }
}

async function main() {
  const wanted = process.argv.slice(2);
  const all = await stories(wanted);
  const counters = Counter.all();
  const browser = await Browser.start();
  const done = [];
  const walkers = [];
  let unwalked = 0;
  try {
    console.log("stories in the browser:");
    for (const story of all) {
      const counter = await counters.of(story.institution ?? "founded");
      const absent = await counter.absent(story.needs ?? []);
      const of = { story, counter, absent, faults: [], stumbles: [], figures: [], looked: new Set(), left: VARIANTS.length };
      done.push(of);
      if (absent.length > 0) {
        say({ ...of, played: 0 });
      }
    }
    const parts = done.filter(({ absent }) => absent.length === 0)
      .flatMap((of) => VARIANTS.map((variant) => ({ of, variant })));
    await share(parts, ({ of, variant }) => play(of, variant, browser, walkers));
    if (!process.env.UPDATE_SCREENSHOTS) {
      unwalked = await walkAll(walkers, done, wanted.length === 0);
    }
  } finally {
    await browser.close();
    await counters.stop();
  }
  const silent = ROLES.filter((role) => !all.some((story) => story.role === role));
  if (wanted.length === 0 && silent.length > 0) {
    console.log(`  no story yet: ${silent.join(", ")}`);
  }
  const failed = done.filter((one) => one.faults.length > 0).length;
  const waiting = done.filter((one) => one.absent.length > 0).length;
  const twice = done.reduce((sum, { stumbles }) => sum + stumbles.length, 0);
  console.log(`stories: ${done.length - failed - waiting} told, ${twice} variants at the second try; ${failed} failed; ` +
    `${waiting} waiting for pages`);
  return failed + unwalked > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Fault ? `error: ${error.message}` : error);
  process.exitCode = 1;
}
