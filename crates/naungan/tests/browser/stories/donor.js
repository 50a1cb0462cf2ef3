// Maria looks at what her foundation pays for others, month by month.

import { looksAtBills } from "../bills.js";

export default {
  role: "donor",
  institution: "demo",
  walks: true,
  // People who are paid for are named on a bill; their own pages are not opened to who pays.
  not: ["/memberships/{membership}"],
  play: (teller) => looksAtBills(teller, "donor", "sponsor"),
};
