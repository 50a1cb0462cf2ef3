// The libraries, from where `npm ci` put them: outside the repository.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import path from "node:path";

import { Fault } from "./fault.js";

const folder = process.env.NAUNGAN_BROWSER_MODULES;
if (!folder) {
  throw new Fault("NAUNGAN_BROWSER_MODULES names no folder: start me by `cargo xtask browser`");
}
const required = createRequire(path.join(path.resolve(folder), "package.json"));

export const { chromium } = required("playwright-core");
export const jsQR = required("jsqr");
export const axeSource = readFileSync(required.resolve("axe-core/axe.min.js"), "utf8");
