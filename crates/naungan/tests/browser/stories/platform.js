// Rizky looks at what his platform owes for its drivers, and why.

import { looksAtBills } from "../bills.js";

export default {
  role: "platform",
  institution: "demo",
  // Pages of platforms are walked from the story of its riders.
  play: (teller) => looksAtBills(teller, "platform", "platform"),
};
