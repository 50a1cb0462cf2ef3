// Maria looks at what her foundation pays for others, month by month.

export default {
  role: "donor",
  institution: "demo",
  walks: true,
  // People who are paid for are named on a bill; their own pages are not opened to who pays.
  not: ["/memberships/{membership}"],
  async play(teller) {
    const say = teller.text.bind(teller);
    const sponsor = (await teller.counter.payers()).find(({ kind }) => kind === "sponsor");
    await teller.enter("donor", ["--payer", sponsor.id]);
    await teller.heading(sponsor.payer.name);
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
