// Rizky looks at what his platform owes for its drivers, and why.

import { looksAtBills } from "../bills.js";

export default {
  role: "platform",
  institution: "demo",
  walks: true,
  // Drivers are named on a bill; their own pages are not opened to who pays.
  // A case is looked at by the story of an employer, whose page is the same.
  not: ["/memberships/{membership}", "/payers/{payer}/cases/{case}"],
  play: (teller) => looksAtBills(teller, "platform", "platform"),
};
