// The program under test: an institution in a scratch folder, served at a port of its own.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { Fault } from "./fault.js";

const run = promisify(execFile);

// One browser asks for more than a person would: how often somebody may ask is tested elsewhere.
const ANY_PORT = ["--listen", "127.0.0.1:0", "--rate", "0"];

/** How each kind of institution comes to be, and is served. A demo serves itself, on its own last day. */
const INSTITUTIONS = {
  founded: [["found", "Lembaga Contoh"], ["serve", ...ANY_PORT]],
  demo: [["demo", "--members", "300", "--months", "14", ...ANY_PORT]],
  // Ten months after the last that was run, so that there are months to run.
  own: [
    ["demo", "--members", "60", "--months", "2", "--no-serve"],
    ["--today", "2025-12-20", "serve", ...ANY_PORT],
  ],
};

/** Numbers of payers that the demo hands out at its founding. */
const PAYERS = 60;

/** A rider takes so many numbers at most: her own, her membership's, her payer's, and some of each platform. */
const RIDER_NUMBERS = 8;

/** Each story is played so often, each time by somebody else. */
const VARIANTS = 8;

/** Commands at once: two cores are busy enough. */
const AT_ONCE = 4;

/** A debug build on a busy machine plays the demo for a while. */
const PREPARED_MS = 300_000;
const MESSAGE_MS = 150_000;

/** Invented, like everybody here. */
const NAMES = {
  employer: "Dewi Contoh",
  platform: "Rizky Contoh",
  donor: "Maria Contoh",
  hospital: "Ratna Contoh",
  agent: "Wulan Contoh",
  officer: "Agus Contoh",
  head: "Sri Contoh",
  analyst: "Putu Contoh",
  auditor: "Hasan Contoh",
  administrator: "Rina Contoh",
};

/** One is not taken for another. */
const FLOWERS = ["Anggrek", "Bakung", "Cempaka", "Dahlia", "Kenanga", "Melati", "Seruni", "Teratai"];

const SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ha", "ke", "li", "mo", "nu"];

/** A number as a name: as different from others as the number is. */
const spoken = (number) => [...String(number)].map((digit) => SYLLABLES[digit]).join("");

export class Counter {
  /** Counters by kind of institution, each started when a story first asks for it. */
  static all() {
    const started = new Map();
    return {
      of: (kind) => {
        if (!(kind in INSTITUTIONS)) {
          throw new Fault(`no such institution: ${kind}; there are ${Object.keys(INSTITUTIONS).join(", ")}`);
        }
        if (!started.has(kind)) {
          started.set(kind, Counter.start(kind));
        }
        return started.get(kind);
      },
      stop: async () => {
        const settled = await Promise.allSettled(started.values());
        await Promise.all(settled.filter((one) => one.value).map((one) => one.value.stop()));
      },
    };
  }

  static async start(kind) {
    const counter = new Counter();
    counter.program = process.env.NAUNGAN;
    if (!counter.program) {
      throw new Fault("NAUNGAN names no program: start me by `cargo xtask browser`");
    }
    counter.folder = await mkdtemp(path.join(os.tmpdir(), "naungan-browser-"));
    counter.printed = "";
    counter.known = new Map();
    try {
      const commands = INSTITUTIONS[kind];
      for (const words of commands.slice(0, -1)) {
        await counter.naungan(...words);
      }
      const words = commands.at(-1);
      counter.day = words.includes("--today") ? words[words.indexOf("--today") + 1] : null;
      await counter.serve(words);
    } catch (error) {
      await counter.stop();
      throw error;
    }
    return counter;
  }

  /** Runs a command of the program on this institution and gives what it prints. */
  async naungan(...words) {
    try {
      const options = { cwd: this.folder, timeout: PREPARED_MS, env: this.environment(), maxBuffer: 1 << 26 };
      return (await run(this.program, words, options)).stdout;
    } catch (error) {
      throw new Fault(`naungan ${words.join(" ")}: ${error.stderr || error.message}`);
    }
  }

  environment() {
    const { DATABASE_URL, NAUNGAN_KEYS, ...rest } = process.env;
    return { ...rest, DATABASE_URL: path.join(this.folder, "naungan.db") };
  }

  /** Serves at any port that is free, and waits for the address to be said. */
  async serve(words) {
    const options = { cwd: this.folder, env: this.environment() };
    this.server = spawn(this.program, ["--lang", "en", ...words], options);
    this.address = await new Promise((found, lost) => {
      const give = () => lost(new Fault(`no address after ${PREPARED_MS} ms\n${this.printed}`));
      const late = setTimeout(give, PREPARED_MS);
      const hear = (bytes) => {
        this.printed += bytes;
        const said = this.printed.match(/serving at (http:\/\/[0-9.:]+\d)/);
        if (said) {
          clearTimeout(late);
          found(said[1]);
        }
      };
      this.server.stdout.on("data", hear);
      this.server.stderr.on("data", hear);
      this.server.on("error", (error) => lost(new Fault(`${this.program}: ${error.message}`)));
      this.server.on("exit", (code) => lost(new Fault(`naungan serve ended with ${code}\n${this.printed}`)));
    });
  }

  /** What is asked for once is known from then on, whoever asks at the same time. */
  once(what, find) {
    if (!this.known.has(what)) {
      this.known.set(what, find());
    }
    return this.known.get(what);
  }

  /** One story after the other, where they would be in each other's way. */
  alone(act) {
    const mine = (this.last ?? Promise.resolve()).then(act);
    this.last = mine.catch(() => {});
    return mine;
  }

  /** A file beside the institution, for commands that take one. */
  async write(name, text) {
    const file = path.join(this.folder, name);
    await writeFile(file, text);
    return file;
  }

  /** What a command says as JSON, on the institution's own day. */
  async asked(...words) {
    return JSON.parse(await this.naungan("--today", this.today(), ...words, "--json"));
  }

  /** The institution's own day: the one it is served on, or as the demo said it. */
  today() {
    return this.day ?? this.printed.match(/there it is (\d{4}-\d\d-\d\d)/)[1];
  }

  /** Everybody of the founding who pays for others, with who is on the roll; those with most people first. */
  payers() {
    return this.once("payers", async () => {
      const month = this.today().slice(0, 7);
      const numbers = Array.from({ length: PAYERS }, (_, at) => at + 1);
      const found = [];
      const next = async () => {
        for (let no = numbers.shift(); no !== undefined; no = numbers.shift()) {
          const shown = await this.asked("employer", "show", String(no), "--month", month).catch(() => null);
          if (shown && shown.payer.kind !== "own") {
            found.push({ id: no, kind: shown.payer.kind, ...shown });
          }
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, next));
      return found.sort((one, other) => other.people.length - one.people.length || one.id - other.id);
    });
  }

  /** An employer for a variant: no other has it. */
  async employer(variant) {
    const all = (await this.payers()).filter(({ kind }) => kind === "employer");
    const fitting = all.filter(({ people }) => people.length >= 3);
    if (fitting.length <= variant) {
      throw new Fault(`the demo has only ${fitting.length} employers with three people`);
    }
    return fitting[variant];
  }

  /** Who has this membership: the NIK and the telephone as well. */
  async person(membership) {
    const { person } = await this.asked("membership", "show", String(membership));
    const shown = await this.asked("person", "show", String(person), "--full");
    return { id: person, membership, kpj: shown.memberships[0].kpj, ...shown.identities.at(-1) };
  }

  /** The payment code of somebody who pays for herself from today on. */
  async selfEmployed(serial) {
    const { payer } = await this.enrolled(serial);
    return (await this.asked("employer", "show", String(payer))).open[0].code;
  }

  /** Somebody who pays for herself from today on: a woman of this number, born on 12 May 1990 in no province. */
  async enrolled(serial) {
    const nik = `990101520590${String(serial).padStart(4, "0")}`;
    const phone = `0813 0000 ${String(serial).padStart(4, "0")}`;
    const who = ["--nik", nik, "--name", `Wati ${FLOWERS[serial % FLOWERS.length]} ${spoken(serial)}`, "--sex", "female"];
    const { person } = await this.asked("person", "register", ...who, "--birth", "1990-05-12", "--phone", phone);
    const facts = ["--set", "sector=transport", "--set", "income=2000000"];
    const from = ["--segment", "self_employed", "--from", this.today()];
    return this.asked("membership", "enrol", String(person), ...from, ...facts);
  }

  /**
   * A woman of this number who works for a large employer since November, in a programme of pensions, with
   * every month of it paid; and her branch.
   */
  async pensioned(serial) {
    const name = `PT Pensiun ${FLOWERS[serial % FLOWERS.length]} ${spoken(serial)}`;
    const { province } = (await this.employer(0)).payer;
    const where = ["--npp", `ZP${String(serial).padStart(6, "0")}`, "--kind", "employer", "--province", String(province)];
    const size = ["--set", "risk_class=low", "--set", "enterprise_size=large"];
    const { payer } = await this.asked("employer", "register", "--name", name, ...where, "--since", "2025-11-01", ...size);
    const nik = `990101520588${String(serial).padStart(4, "0")}`;
    const who = ["--nik", nik, "--name", `Rini ${FLOWERS[serial % FLOWERS.length]} ${spoken(serial)}`, "--sex", "female"];
    const { person } = await this.asked("person", "register", ...who, "--birth", "1988-05-12");
    const work = ["--segment", "wage_earner", "--payer", String(payer), "--from", "2025-11-03", "--set", "wage=6000000"];
    work.push("--set", "registration_date=2025-11-03");
    const { membership } = await this.asked("membership", "enrol", String(person), ...work);
    const open = async () => (await this.asked("employer", "show", String(payer))).open;
    // What was late is dearer than its bill said, and the last month lacks that.
    for (let bills = await open(); bills.length > 0; bills = await open()) {
      await this.asked("pay", bills[0].code, "--amount", String(bills.reduce((sum, { owed }) => sum + owed, 0)));
    }
    const { branch } = await this.branch({ payer: { province } });
    await this.naungan("--today", this.today(), "branch", "assign", String(branch), "--payer", String(payer));
    return { person: await this.person(membership), branch, province };
  }

  /** A campaign of this name that takes gifts of anybody. */
  campaign(name) {
    const told = "Perlindungan bagi pekerja rentan";
    return this.asked("campaign", "open", name, "--told", told, "--rule", "months 6");
  }

  /** Sets so many months of somebody aside in a pot, from the month after next on. */
  reserve(pot, membership, months) {
    const [year, month] = this.today().split("-").map(Number);
    const from = new Date(Date.UTC(year, month + 1, 1)).toISOString().slice(0, 7);
    return this.asked("give", "reserve", String(pot), String(membership), "--from", from, "--months", String(months));
  }

  /** Somebody for a variant whose savings have grown; none of those that other stories change. */
  async saver(variant) {
    return (await this.savers())[variant];
  }

  /** Whoever lost her job and draws the cash already: the claim, who she is, and whom she worked for. */
  jobless() {
    return this.once("jobless", async () => {
      const claims = await this.asked("claim", "list");
      const found = claims.find(({ kind, state }) => kind === "jkp_cash" && state === "paid");
      if (!found) {
        throw new Fault("the demo has nobody who draws cash after a lost job");
      }
      const { memberships } = await this.asked("person", "show", String(found.person));
      const { membership } = memberships.at(-1);
      const { payer } = await this.asked("membership", "show", String(membership));
      const employer = (await this.payers()).find(({ id }) => id === payer);
      return { claim: found.claim, person: await this.person(membership), employer };
    });
  }

  /** Memberships of people of whom the demonstration has a case already: they are nobody's. */
  claimed() {
    return this.once("claimed", async () => {
      const people = new Set((await this.asked("claim", "list")).map(({ person }) => person));
      const found = new Set();
      for (const person of people) {
        const { memberships } = await this.asked("person", "show", String(person));
        memberships.forEach(({ membership }) => found.add(membership));
      }
      return found;
    });
  }

  /** One for each variant. */
  savers() {
    return this.once("savers", async () => {
      const employers = (await this.payers()).filter(({ kind }) => kind === "employer");
      const claimed = await this.claimed();
      const found = [];
      for (const employer of employers) {
        for (const { membership } of employer.people.slice(6).filter((one) => !claimed.has(one.membership))) {
          const { growth } = await this.asked("account", "show", String(membership));
          if (growth.length > 0) {
            found.push({ employer, membership });
          }
          if (found.length === VARIANTS) {
            return found;
          }
        }
      }
      throw new Fault(`the demo has only ${found.length} people whose savings have grown`);
    });
  }

  /** Workers whom no other story touches: those who save, for as many variants, and the others. */
  untouched() {
    return this.once("workers", async () => {
      const employers = (await this.payers()).filter(({ kind }) => kind === "employer");
      const taken = new Set((await this.savers()).map(({ membership }) => membership));
      (await this.claimed()).forEach((membership) => taken.add(membership));
      // The first of each variant's own employer are those of officers and heads.
      const all = employers.flatMap((employer, at) =>
        employer.people.slice(at < VARIANTS ? 6 : 0)
          .filter(({ membership }) => !taken.has(membership))
          .map(({ membership }) => ({ employer, membership })));
      const savers = [];
      const others = [];
      for (const one of all) {
        const enough = savers.length === VARIANTS;
        const saves = !enough && (await this.asked("account", "show", String(one.membership))).growth.length > 0;
        // Whom the demonstration itself has let go is nobody's.
        if (!saves || !(await this.asked("membership", "show", String(one.membership))).ended) {
          (saves ? savers : others).push(one);
        }
      }
      if (savers.length < VARIANTS || others.length < VARIANTS * 3) {
        throw new Fault(`of workers whom no story touches, the demo has only ${savers.length} who save ` +
          `and ${others.length} others`);
      }
      return { savers, others };
    });
  }

  /** A worker for a place in the list: no two stories use the same. */
  async worker(place) {
    return (await this.untouched()).others[place];
  }

  /** One who saves, for a variant, and whose work may end. */
  async leaver(variant) {
    return (await this.untouched()).savers[variant];
  }

  /** The demo's pots with their campaigns and donors, in the order in which they were opened. */
  pots() {
    return this.once("pots", async () => {
      const campaigns = await this.asked("campaign", "list");
      // Stories open more: those of the demo come first.
      campaigns.sort((one, other) => one.campaign - other.campaign);
      const shown = campaigns.flatMap(({ campaign, name, pots }) => pots.map((pot) => ({ campaign, name, pot })));
      return Promise.all(shown.map(async ({ campaign, name, pot }) => {
        const { source } = await this.asked("give", "show", String(pot));
        const { payer } = await this.asked("employer", "show", String(pot));
        return { campaign, name, pot, source, donor: payer.parent, province: payer.province };
      }));
    });
  }

  /** The first pot of a source of money. */
  async pot(source) {
    const found = (await this.pots()).find((pot) => pot.source === source);
    if (!found) {
      throw new Fault(`the demo has no pot of the source ${source}`);
    }
    return found;
  }

  /** Who rides for the platform of the logins, one for each variant: the first was printed with them. */
  riders() {
    return this.once("riders", async () => {
      const [, first] = this.printed.match(/^ {2}rider +(\d{16})/m) ?? [];
      const [{ person }] = await this.asked("person", "find", "--nik", first);
      const numbers = Array.from({ length: VARIANTS * RIDER_NUMBERS }, (_, at) => person + at);
      const found = [];
      for (const no of numbers) {
        const shown = await this.asked("person", "show", String(no), "--full").catch(() => null);
        if (shown && found.length < VARIANTS) {
          found.push({ id: no, membership: shown.memberships[0].membership, ...shown.identities.at(-1) });
        }
      }
      return found;
    });
  }

  /** The platform that most ride for: the first that was registered. */
  async riding() {
    const platforms = (await this.payers()).filter(({ kind }) => kind === "platform");
    return platforms.reduce((first, one) => (one.id < first.id ? one : first));
  }

  /** Names for a list, which nobody else has: NIK, name, and the rest of a line. */
  names(serial, count) {
    return Array.from({ length: count }, (_, at) => {
      const letters = spoken(serial * 10 + at);
      const nik = `990303450190${String(serial * 10 + at + 1).padStart(4, "0")}`;
      return `${nik};Warga Rekaan ${letters};1990-01-05;P;Sukamaju;nelayan;2`;
    });
  }

  /** The branch that cares for a payer. */
  async branch(payer) {
    const lines = await this.once("branches", () => this.naungan("branch", "list", "--json"));
    const all = lines.trim().split("\n").map((line) => JSON.parse(line));
    const found = all.find(({ province }) => Number(province) === payer.payer.province);
    if (!found) {
      throw new Fault(`no branch in province ${payer.payer.province}`);
    }
    return found;
  }

  /** An agent of a branch, whom nobody else is. */
  async agent(branch, name) {
    const { office } = await this.asked("agent", "office", name, "--branch", String(branch.branch));
    const { agent } = await this.asked("agent", "add", "--office", String(office), "--area", branch.province);
    return agent;
  }

  /** An account that nobody else has; whoever gets it sets up the second factor at the first sign-in. */
  async account(handle, role, where = []) {
    const words = ["access", "add", handle, "--role", role, "--name", NAMES[role], ...where];
    return this.asked(...words);
  }

  /**
   * The newest message to this address in the outbox that says this; a worker puts it there soon after it was
   * asked for. Where the clock stands still, several of one moment come in any order.
   */
  async message(address, part = "", waited = MESSAGE_MS) {
    const outbox = path.join(this.folder, "naungan.db.outbox");
    const wanted = address.replaceAll(/\D/g, "").slice(-8);
    const until = Date.now() + waited;
    while (Date.now() < until) {
      const files = (await readdir(outbox).catch(() => [])).filter((file) => file.endsWith(".txt"));
      for (const file of files.sort((a, b) => parseInt(b, 10) - parseInt(a, 10))) {
        const [heading, ...text] = (await readFile(path.join(outbox, file), "utf8")).split("\n");
        if (heading.replaceAll(/\D/g, "").endsWith(wanted) && text.join("\n").includes(part)) {
          return text.join("\n").trim();
        }
      }
      await new Promise((over) => setTimeout(over, 100));
    }
    throw new Fault(`no message to ${address} with “${part}” after ${waited} ms`);
  }

  /** Which of the paths nobody serves. Anything but 404 is an answer, a refusal too. */
  async absent(paths) {
    const missing = [];
    for (const path of paths) {
      const answer = await fetch(this.address + path, { redirect: "manual" });
      if (answer.status === 404) {
        missing.push(path);
      }
    }
    return missing;
  }

  async stop() {
    if (this.server && this.server.exitCode === null) {
      const ended = new Promise((over) => this.server.on("exit", over));
      this.server.kill("SIGTERM");
      const hard = setTimeout(() => this.server.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(hard);
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
