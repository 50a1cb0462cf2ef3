// Goes wherever links lead somebody, so that no page is left unlooked at, and no link leads nowhere.

import { Fault } from "./fault.js";

/** Pages that only somebody in the middle of something can see, and which story looks at them. */
const ELSEWHERE = new Map([
  ["/home", "leads on to the front page of a role"],
  ["/employer", "leads on to the payer's own number"],
  ["/employer/uploads", "leads on to the payer's own number"],
  ["/employer/bills", "leads on to the payer's own number"],
  ["/employer/people", "leads on to the payer's own number"],
  ["/employer/cases", "leads on to the payer's own number"],
  ["/payer", "leads on to the payer's own number"],
  ["/pay/{code}/{intent}/state", "a part of a page"],
  ["/give/worth", "a part of a page"],
  ["/give/{token}/state", "a part of a page"],
  ["/donor/give/worth", "a part of a page"],
  ["/donor/pots/{payer}/money", "a part of a page"],
  ["/register/done", "the end of registering; its story looks at it on the way to paying"],
  ["/letter/{token}", "stands on the paper of a letter; tests of letters look at it"],
  ["/sign-in/openid", "leads to a provider's own pages, where one is configured"],
  ["/sign-in/openid/back", "leads on, from a provider's own pages"],
]);

/** What is the same for whoever comes there: a story of one role is enough. */
const ALIKE = [
  "/password/changed", "/statement/{token}", "/admin/statements/lines/{line}", "/grievances/{grievance}",
  "/claims/{claim}/letter/{no}", "/claims/{claim}/letter/{no}/line/{line}", "/claims/{claim}/recovery",
  "/claims/{claim}/finding", "/people/{person}/jobs", "/donor/pots/{payer}", "/give/{token}",
  "/desk/agents/{agent}", "/desk/agents/{agent}/acts/{act}", "/desk/outreach/{drive}",
  "/desk/campaigns/{campaign}", "/desk/campaigns/{campaign}/rule", "/desk/campaigns/{campaign}/close",
];

/** What is no page: it is fetched, and has to be there. */
const FILES = [/\.csv$/, /\.pdf$/, /\.png$/, /\.jpeg$/, /\.xml$/, /\.json$/, /\/qr$/, /\/export$/, /\/\{file\}$/];

/** Neither pages nor files of theirs. */
const OTHER = /^\/(static|api)\//;

/** The table of pages: path and roles. */
export async function table(counter) {
  const text = await counter.once("pages", () => counter.naungan("api-document", "--pages"));
  return text.trim().split("\n").map((line) => {
    const [pattern, ...roles] = line.split(" ");
    const parts = pattern.split("/").map((part) => {
      if (part.startsWith("{*")) {
        return ".+";
      }
      return part.startsWith("{") ? "[^/]+" : part.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&");
    });
    const places = pattern.split("{").length - 1;
    return { pattern, roles, places, fits: new RegExp(`^${parts.join("/")}$`) };
  }).sort((one, other) => one.places - other.places);
}

const fitting = (rows, path) => rows.find(({ fits }) => fits.test(path));

/** Pages of the role that nobody has looked at, neither in a story nor on the way. */
export function unseen(rows, { role, not = [] }, looked, lookedByAnybody) {
  const patterns = (paths) => [...paths].map((path) => fitting(rows, path)?.pattern);
  const alike = patterns(lookedByAnybody).filter((pattern) => ALIKE.includes(pattern));
  const seen = new Set([...patterns(looked), ...alike]);
  const own = rows.filter(({ roles }) => roles.includes(role) && (role === "visitor" || !roles.includes("visitor")));
  return own.map(({ pattern }) => pattern)
    .filter((pattern) => !seen.has(pattern) && !ELSEWHERE.has(pattern))
    .filter((pattern) => !FILES.some((file) => file.test(pattern)) && !not.includes(pattern))
    // The table lets others look at a person; these pages are of oneself, whoever one is.
    .filter((pattern) => role === "member" || !/^\/me(\/|$)/.test(pattern));
}

/** Links of the page, without the other language and what is a jump within the page. */
async function links(teller) {
  const all = await teller.page.evaluate(() => [...document.links].map((link) => link.href));
  const here = new URL(teller.page.url());
  return all.map((href) => new URL(href)).filter((url) => url.origin === here.origin && !url.searchParams.has("lang"));
}

/** One address of each page is enough, with each question that can be put to it. */
function kind(rows, url) {
  const row = fitting(rows, url.pathname);
  const place = row ? row.pattern : url.pathname;
  return `${place}?${[...url.searchParams.keys()].sort().join("&")}`;
}

/** Walks from where the teller is, and from the front page, and looks at every kind of page once. */
export async function walk(teller) {
  const rows = await table(teller.counter);
  const { role } = teller.story;
  const starts = [role === "visitor" ? "/" : "/home", ...(teller.own ?? [])];
  const queue = starts.map((place) => ({ url: new URL(place, teller.counter.address), from: "the beginning" }));
  queue.push(...(await links(teller)).map((url) => ({ url, from: teller.page.url() })));
  const known = new Set();
  const faults = [];
  let pages = 0;
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { url, from } = next;
    const what = kind(rows, url);
    const row = fitting(rows, url.pathname);
    // What everybody may see is looked at as a visitor.
    const common = role !== "visitor" && (row?.roles.includes("visitor") ?? url.pathname === "/api");
    if (known.has(what) || common || OTHER.test(url.pathname)) {
      continue;
    }
    known.add(what);
    try {
      queue.push(...await look(teller, url, from));
      pages += 1;
    } catch (error) {
      faults.push(`${url.pathname}${url.search}: ${error instanceof Fault ? error.message : error.stack}`);
    }
  }
  return { pages, faults };
}

async function look(teller, url, from) {
  if (FILES.some((file) => file.test(url.pathname))) {
    const answer = await teller.context.request.get(url.href);
    if (!answer.ok()) {
      throw new Fault(`answers ${answer.status()}, linked from ${from}`);
    }
    return [];
  }
  const answer = await teller.page.goto(url.href);
  if (answer && answer.status() >= 400) {
    throw new Fault(`answers ${answer.status()}, linked from ${from}`);
  }
  teller.complaints = [];
  await teller.check(["light", "dark", "paper"]);
  const there = await links(teller);
  return there.map((url) => ({ url, from: teller.page.url() }));
}
