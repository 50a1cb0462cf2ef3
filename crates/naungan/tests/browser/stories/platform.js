// Rizky looks at what his platform owes for its drivers, and why.

export default {
  role: "platform",
  institution: "demo",
  walks: true,
  // Drivers are named on a bill; their own pages are not opened to who pays.
  not: ["/memberships/{membership}"],
  async play(teller) {
    const say = teller.text.bind(teller);
    const platform = (await teller.counter.payers()).find(({ kind }) => kind === "platform");
    await teller.enter("platform", ["--payer", platform.id]);
    await teller.heading(platform.payer.name);
    await teller.sees(say("employer.open"));
    await teller.check();
    await teller.picture();
    await teller.follow(say("employer.bills"));
    await teller.heading(say("employer.bills"));
    await teller.check();
    await teller.leads(teller.page.locator("table a").first());
    await teller.sees(say("employer.parts_of_bill"));
    await teller.check();
  },
};
