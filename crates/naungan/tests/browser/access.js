// What axe-core finds that keeps somebody from using a page, as lines to read.

import { axeSource } from "./modules.js";

/** WCAG 2.2, levels A and AA, and what axe-core holds to be good practice. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function violations(page, every = true) {
  // Handed over by the debugger, so that the page's own policy and a browser without scripts do not matter.
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.evaluate(axeSource);
  }
  const runOnly = every ? { type: "tag", values: RULES } : { type: "rule", values: ["color-contrast"] };
  const found = await page.evaluate(
    async (runOnly) => (await window.axe.run(document, { runOnly, resultTypes: ["violations"] })).violations,
    runOnly,
  );
  return found.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 5).map(({ target, failureSummary }) =>
      `    ${target.join(" ")}: ${failureSummary.replaceAll(/\s+/g, " ")}`);
    return `${id}: ${help} (${nodes.length})\n${places.join("\n")}`;
  });
}
