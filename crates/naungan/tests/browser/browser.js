// Debian's Chromium, without anything that would call home.

import { chromium } from "./modules.js";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export class Browser {
  static async start() {
    const browser = new Browser();
    browser.program = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      headless: true,
      args: FLAGS,
    });
    return browser;
  }

  /** Somebody with an empty browser: nothing is remembered from earlier stories. */
  async visitor({ lang, script, width }) {
    const context = await this.program.newContext({
      javaScriptEnabled: script,
      locale: lang === "en" ? "en-GB" : "id-ID",
      timezoneId: "Asia/Jakarta",
      viewport: { width, height: width < 600 ? 740 : 900 },
      isMobile: width < 600,
      hasTouch: width < 600,
      reducedMotion: "reduce",
    });
    // Longer than any page takes where other tests run beside.
    context.setDefaultTimeout(40_000);
    return context;
  }

  async close() {
    await this.program.close();
  }
}
