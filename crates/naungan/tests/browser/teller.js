// What a story can do, in words of somebody who sits before the page; and what every story must keep to.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { violations } from "./access.js";
import { Fault } from "./fault.js";
import { jsQR } from "./modules.js";
import { codeOf } from "./second.js";
import { said } from "./texts.js";

const pictures = path.resolve(import.meta.dirname, "../../../../docs/pictures");

/** A scroll bar of one pixel is a rounding, not a page that is too wide. */
const OVERFLOW_PX = 1;

/** A story at the pace of a program; one at a person's says how long it may take. */
const STORY_MS = 240_000;
/** How often a page may renew itself while it is looked at, and how the browser says that it did. */
const RENEWALS = 3;
const RENEWED = /Execution context was destroyed|reading 'run'/;

/** Work that is done later is done by then, also on a busy machine. */
const LATER_MS = 150_000;

/** By their numbers: Indonesian on a telephone with scripts, English at a desk without. */
const EXAMINED = [0, 7];

/** Letters stay sharp, and a picture is some twenty kilobytes. */
const QUALITY = 80;

const MEDIA = {
  light: { media: "screen", colorScheme: "light" },
  dark: { media: "screen", colorScheme: "dark" },
  paper: { media: "print", colorScheme: "light" },
};

export class Teller {
  constructor(story, variant, counter, context) {
    Object.assign(this, { story, counter, context }, variant);
    this.pages = 0;
    this.places = new Set();
    this.looked = new Set();
    this.transferred = 0;
    this.complaints = [];
    this.steps = [];
  }

  /** Opens a page of the counter; the first one opens the browser. */
  async visit(place) {
    this.steps.push(`visits ${place}`);
    const page = await this.tab();
    const url = new URL(place, this.counter.address);
    if (!this.spoken) {
      url.searchParams.set("lang", this.lang);
      this.spoken = true;
    }
    const answer = await page.goto(url.href);
    if (answer.status() >= 400) {
      throw new Fault(`${place} answers ${answer.status()}`);
    }
    await this.settle();
  }

  /** Picks the text of the story's language. */
  pick(id, en) {
    return this.lang === "en" ? en : id;
  }

  /** What the pages say under this key, in the story's language. */
  text(key, places) {
    return said(this.lang, key, places);
  }

  /** Fills in the field with this label, letter by letter where the story goes at a person's pace. */
  async fill(label, value) {
    this.steps.push(`fills in “${label}”`);
    const field = this.page.getByLabel(label, { exact: true });
    // One variant goes at a person's pace: what is measured is the same in all.
    if (this.story.letterMs && this.no === 0) {
      await field.clear();
      await field.pressSequentially(value, { delay: this.story.letterMs });
    } else {
      await field.fill(value);
    }
  }

  /** Fills in the field of this name, where several have the same label. */
  async put(name, value) {
    this.steps.push(`fills in ${name}`);
    await this.page.locator(`[name="${name}"]`).first().fill(value);
  }

  /** Hands over a file. */
  async hand(name, file, text) {
    this.steps.push(`hands over ${file}`);
    const buffer = Buffer.from(text);
    await this.page.locator(`input[name="${name}"]`).setInputFiles({ name: file, mimeType: "text/csv", buffer });
  }

  /** Hands over a paper, as a telephone photographs it, in the field of this name. */
  async paper(id) {
    this.steps.push(`hands over a paper for ${id}`);
    const buffer = Buffer.from("%PDF-1.7\n% a paper\n");
    await this.page.locator(`#${id}`).setInputFiles({ name: "berkas.pdf", mimeType: "application/pdf", buffer });
    await this.leads(this.page.locator(`form:has(#${id}) button[type="submit"]`));
  }

  /** Opens what is folded up under this summary. */
  async unfold(text) {
    this.steps.push(`unfolds “${text}”`);
    await this.page.locator("summary", { hasText: text }).first().click();
  }

  /** Chooses the option with this label: a radio button or a box. */
  async choose(label) {
    this.steps.push(`chooses “${label}”`);
    await this.page.getByLabel(label, { exact: true }).check();
  }

  /** Chooses the option with this value, where its label holds an amount. */
  async mark(name, value) {
    this.steps.push(`chooses ${value} for ${name}`);
    await this.page.locator(`input[name="${name}"][value="${value}"]`).check();
  }

  /** Chooses from a list by its place: the first is 1, after the one that says to choose. */
  async select(name, index) {
    this.steps.push(`chooses number ${index} of ${name}`);
    await this.page.locator(`select[name="${name}"]`).selectOption({ index });
  }

  /** Chooses from a list by the value. */
  async pickValue(name, value) {
    this.steps.push(`chooses ${value} of ${name}`);
    await this.page.locator(`select[name="${name}"]`).selectOption(String(value));
  }

  /** Presses a button; of several with the same name the first, or the one inside `where`. */
  async press(name, where = "body") {
    this.steps.push(`presses “${name}”`);
    const inside = this.page.locator(where);
    await this.leads(inside.getByRole("button", { name, exact: true }).first());
  }

  /** Follows a link. */
  async follow(name, where = "body") {
    this.steps.push(`follows “${name}”`);
    const inside = this.page.locator(where);
    await this.leads(inside.getByRole("link", { name, exact: true }).first());
  }

  /** Clicks on what leads to another page, and waits until that is there. */
  async leads(what) {
    const there = this.page.waitForNavigation({ waitUntil: "load" });
    // Where the click itself fails, nobody waits for the page any more.
    there.catch(() => {});
    await what.click();
    const answer = await there;
    if (answer && answer.status() >= 400 && answer.status() !== 422) {
      throw new Fault(`${this.page.url()} answers ${answer.status()}`);
    }
    await this.settle();
  }

  /** Downloads what a link leads to, and gives its text. */
  async download(name) {
    this.steps.push(`downloads “${name}”`);
    const [file] = await Promise.all([
      this.page.waitForEvent("download"),
      this.page.getByRole("link", { name, exact: true }).first().click(),
    ]);
    return readFile(await file.path(), "utf8");
  }

  /** Waits for work that is done later: the page shows it by itself, or is loaded again by who has no scripts. */
  async until(text) {
    this.steps.push(`waits for “${text}”`);
    const shown = this.page.getByText(text, { exact: true }).first();
    const late = () => {
      throw new Fault(`the page does not come to show “${text}”`);
    };
    if (this.script) {
      await shown.waitFor({ state: "visible", timeout: LATER_MS }).catch(late);
      return;
    }
    await this.again(() => shown.isVisible(), late);
  }

  /** Loads the page again until something is true of it. */
  async again(isThere, late) {
    const until = Date.now() + LATER_MS;
    while (!(await isThere())) {
      if (Date.now() > until) {
        late();
      }
      await this.page.reload({ waitUntil: "load" });
    }
  }

  /** Is sure that a complaint stands beside its field and in the summary above, which is read first. */
  async complained(name, text) {
    this.steps.push(`is told “${text}”`);
    const field = this.page.locator(`[name="${name}"]`).first();
    const beside = await field.evaluate((field) => {
      const whose = field.closest("fieldset") ?? field;
      const ids = `${field.getAttribute("aria-describedby") ?? ""} ${whose.getAttribute("aria-describedby") ?? ""}`;
      return ids.split(/\s+/).map((id) => document.getElementById(id)?.innerText ?? "").join(" ");
    });
    if (!beside.includes(text)) {
      throw new Fault(`beside ${name} stands “${beside.trim()}” and not “${text}”`);
    }
    const summary = this.page.locator("[data-focus]");
    if (!(await summary.innerText()).includes(text)) {
      throw new Fault(`the summary does not say “${text}”`);
    }
    if (this.script && !(await summary.evaluate((summary) => summary === document.activeElement))) {
      throw new Fault("the summary of what is wrong is not focused");
    }
  }

  /** Signs in with a handle, a password and the code of a telephone that is set up now. */
  async signIn({ handle, password }) {
    await this.visit("/sign-in/staff");
    await this.fill(this.text("sign_in.handle"), handle);
    await this.fill(this.text("sign_in.password"), password);
    await this.press(this.text("sign_in.go_on"));
    await this.heading(this.text("sign_in.second_title"));
    await this.check();
    const letters = await this.page.locator("p.code").innerText();
    await this.fill(this.text("sign_in.code"), codeOf(letters));
    await this.press(this.text("sign_in.enter"));
  }

  /** Opens an account for this variant alone, and signs in with it. */
  async enter(role, where = []) {
    const account = await this.counter.account(`${role}.${this.story.name}.${this.number()}`, role, where.map(String));
    await this.signIn(account);
    return account;
  }

  async signOut() {
    await this.press(this.text("frame.sign_out"));
  }

  /** Is sure that the page's heading says this. */
  async heading(text) {
    const found = await this.renewed(() => this.page.getByRole("heading", { level: 1 }).allInnerTexts());
    if (found.length !== 1 || found[0].trim() !== text) {
      throw new Fault(`the heading is “${found.join("”, “")}” and not “${text}”`);
    }
  }

  /** Is sure that the page shows this. */
  async sees(text) {
    await this.page.getByText(text).filter({ visible: true }).first().waitFor().catch(() => {
      throw new Fault(`the page does not show “${text}”`);
    });
  }

  /** Is sure that the page does not show this. */
  async lacks(text) {
    if (await this.page.getByText(text).first().isVisible()) {
      throw new Fault(`the page shows “${text}”`);
    }
  }

  /** Is sure that this many bytes were enough so far, on the wire and for everything. */
  within(bytesMax) {
    if (this.bytes() > bytesMax) {
      throw new Fault(`${this.bytes()} bytes were transferred, and ${bytesMax} are allowed`);
    }
  }

  /** Is sure that no more pages than this were needed; a page that came back with a complaint is the same page. */
  atMost(pagesMax) {
    if (this.places.size > pagesMax) {
      throw new Fault(`${this.places.size} pages were needed, and ${pagesMax} are allowed`);
    }
  }

  /** A number that no other teller of this institution has: for people who must differ. */
  number() {
    this.counter.people = (this.counter.people ?? 0) + 1;
    return this.counter.people;
  }

  /** The code of the newest message to this telephone, or of the newest that says this. */
  async code(telephone, part = "") {
    this.steps.push(`reads the message to ${telephone}`);
    const text = await this.counter.message(telephone, part);
    const code = text.match(/\b\d{8}\b/);
    if (!code) {
      throw new Fault(`no code in the message: ${text}`);
    }
    return code[0];
  }

  /** What a telephone reads in a picture with this text beside it. */
  async scan(name) {
    this.steps.push(`scans “${name}”`);
    const pixels = await this.page.getByRole("img", { name }).first().evaluate(async (image) => {
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 600;
      const pen = canvas.getContext("2d");
      pen.fillStyle = "white";
      pen.fillRect(0, 0, 600, 600);
      pen.drawImage(image, 0, 0, 600, 600);
      return Array.from(pen.getImageData(0, 0, 600, 600).data);
    });
    const read = jsQR(Uint8ClampedArray.from(pixels), 600, 600);
    if (!read) {
      throw new Fault(`nothing can be read in the picture “${name}”`);
    }
    return read.data;
  }

  bytes() {
    return this.transferred;
  }

  /**
   * Keeps the picture of a role under docs/pictures/, when pictures are asked for: what fits on the screen. A role
   * that does two kinds of work has a name for each. Those with scripts are enough. The codes of a card and a bill
   * are made with new keys each time.
   */
  async picture(name = this.story.role) {
    if (!process.env.UPDATE_SCREENSHOTS || !this.script) {
      return;
    }
    await mkdir(pictures, { recursive: true });
    const file = `${name}-${this.lang}-${this.width < 600 ? "phone" : "desk"}.webp`;
    await this.page.evaluate(async () => {
      window.scrollTo(0, 0);
      await document.fonts.ready;
    });
    const { data } = await this.wire.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
    await writeFile(path.join(pictures, file), Buffer.from(data, "base64"));
  }

  /**
   * What holds on any page: asked at the end of a story, and wherever a story wants it. A page that shows work
   * under way renews itself when the work is done: it is looked at again.
   */
  async check(media = ["light", "dark"], isEnd = false) {
    await this.renewed(() => this.checkOnce(media, isEnd));
  }

  /** Looks once more where the page renewed itself under the look. */
  async renewed(look) {
    for (let left = RENEWALS; ; left -= 1) {
      try {
        return await look();
      } catch (error) {
        if (left === 0 || !RENEWED.test(error.message)) {
          throw error;
        }
        await this.page.waitForLoadState("load");
      }
    }
  }

  async checkOnce(media, isEnd) {
    const width = await this.page.evaluate(() => document.documentElement.scrollWidth);
    if (width > this.width + OVERFLOW_PX) {
      const over = await this.page.evaluate((most) => [...document.querySelectorAll("main *")]
        .filter((one) => one.getBoundingClientRect().right > most && !one.closest(".scroll"))
        .filter((one) => one.childElementCount === 0).slice(0, 3).map((one) => one.outerHTML.slice(0, 120)), this.width);
      throw new Fault(`the page is ${width} pixels wide, and the screen ${this.width}: ${over.join("\n")}`);
    }
    const lang = await this.page.evaluate(() => document.documentElement.lang);
    if (lang !== this.lang) {
      throw new Fault(`the page says it is in “${lang}”, and the story is told in “${this.lang}”`);
    }
    // On the way one variant of each language is enough for the rules; the end is looked at in all.
    if ((isEnd || EXAMINED.includes(this.no)) && !process.env.UPDATE_SCREENSHOTS) {
      await this.examine(media);
    }
    this.looked.add(new URL(this.page.url()).pathname);
    if (this.complaints.length > 0) {
      throw new Fault(this.complaints.join("\n"));
    }
  }

  /** All rules by day; by night and on paper only the colours are others. */
  async examine(media) {
    await this.scripted(async () => {
      for (const one of media) {
        await this.page.emulateMedia(MEDIA[one]);
        const found = await violations(this.page, one === "light");
        if (found.length > 0) {
          throw new Fault(`axe-core objects (${one}):\n${found.join("\n")}`);
        }
      }
      await this.page.emulateMedia(MEDIA.light);
    });
  }

  /**
   * Lets axe-core run in a page whose own scripts never ran: the page stays as it is, only its timers go.
   * The browser takes a change for one only from whoever said the opposite before.
   */
  async scripted(examine) {
    const disable = (value) => this.wire.send("Emulation.setScriptExecutionDisabled", { value });
    if (!this.script) {
      await disable(true);
      await disable(false);
    }
    await examine();
    if (!this.script) {
      await disable(true);
    }
  }

  /** Tells the story to its end, or to where it hangs. */
  async tell() {
    const msMax = this.story.msMax ?? STORY_MS;
    const told = this.story.play(this).then(() => this.finish());
    let late;
    const hangs = new Promise((_, lost) => {
      late = setTimeout(() => lost(new Fault(`the story is not at its end after ${msMax} ms`)), msMax);
    });
    await Promise.race([told, hangs]).finally(() => clearTimeout(late));
  }

  async finish() {
    if (this.pages === 0) {
      throw new Fault("the story visits no page");
    }
    await this.check(["light", "dark"], true);
    this.within(this.story.bytesMax ?? Infinity);
  }

  async tab() {
    if (this.page) {
      return this.page;
    }
    this.page = await this.context.newPage();
    this.page.on("pageerror", (error) => this.complaints.push(`a script fails: ${error.message}`));
    this.page.on("console", (line) => {
      // A form that comes back with what is to be mended is an answer, and the browser calls it an error.
      const isExpected = line.text().includes("status of 422") || (this.expected && line.text().includes(this.expected));
      if (line.type() === "error" && !isExpected) {
        this.complaints.push(`the browser complains: ${line.text()}`);
      }
    });
    await this.listen();
    return this.page;
  }

  /** Counts what comes over the wire, headings included, and notices who is asked. */
  async listen() {
    this.wire = await this.context.newCDPSession(this.page);
    await this.wire.send("Network.enable");
    this.wire.on("Network.loadingFinished", (event) => {
      this.transferred += event.encodedDataLength;
    });
    this.wire.on("Network.requestWillBeSent", ({ request }) => {
      const url = new URL(request.url);
      if (url.protocol.startsWith("http") && url.origin !== this.counter.address) {
        this.complaints.push(`the page asks somebody else: ${request.url}`);
      }
    });
  }

  async settle() {
    await this.page.waitForLoadState("load");
    this.pages += 1;
    this.places.add(new URL(this.page.url()).pathname);
  }

  /** A failure, with what led to it. */
  async told(error) {
    const how = `${this.lang}, ${this.script ? "with" : "without"} scripts, ${this.width} px`;
    const where = this.page ? `\n  at ${new URL(this.page.url()).pathname}` : "";
    const steps = this.steps.map((step) => `\n  ${step}`).join("") + where;
    // The library tells at length what it tried; its first line and the place in the story say it.
    const place = (error.stack ?? "").split("\n").find((line) => line.includes("/stories/")) ?? "";
    const what = error instanceof Fault ? error.message : `${String(error.message).split("\n")[0]}`;
    return { how, steps, what: `\n  ${`${what}\n${place}`.trim().replaceAll("\n", "\n  ")}` };
  }

  async leave() {
    await this.context.close();
  }
}
