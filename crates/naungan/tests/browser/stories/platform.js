// Rizky looks at what his platform owes for its drivers, and why.

import { looksAtBills } from "../bills.js";

export default {
  role: "platform",
  institution: "demo",
  walks: true,
  // Drivers are named on a bill; their own pages are not opened to who pays.
  not: ["/memberships/{membership}"],
  play: (teller) => looksAtBills(teller, "platform", "platform"),
};
