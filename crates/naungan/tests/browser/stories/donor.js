// Maria promises money for a campaign in two minutes, pays it by QR, and sees where it is and what proves it.

/** The form, her pot, the gift, the pot again: no more is needed. */
const PAGES_MAX = 5;

export default {
  role: "donor",
  institution: "demo",
  walks: true,
  // People who are paid for are named on a bill; their own pages are not opened to who pays.
  not: ["/memberships/{membership}"],
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const campaign = await counter.campaign(`Lingkaran Maria ${teller.number()}`);
    const donor = (await counter.payers()).find(({ kind }) => kind === "sponsor");

    await teller.enter("donor", ["--payer", donor.id]);
    await teller.heading(say("donor.title"));
    await teller.check();
    teller.places.clear();
    await teller.follow(say("donor.give"));
    await teller.choose(campaign.name);
    await teller.pickValue("source", "company");
    await teller.put("amount", "1,50");
    await teller.press(say("donor.promise"));
    await teller.complained("amount", say("give.amount_form"));
    await teller.put("amount", "");
    await teller.put("worker_months", "12");
    await teller.press(say("give.count"));
    await teller.sees(/12/);
    await teller.check();
    await teller.press(say("donor.promise"));

    await teller.heading(say("donor.pot", { campaign: campaign.name }));
    await teller.sees(say("donor.promises"));
    await teller.check();
    const pot = new URL(teller.page.url()).pathname;
    await teller.press(say("donor.pay"));
    await teller.heading(say("give.yours"));
    await teller.scan(say("pay.qr", { amount: "" }).trim());
    await teller.check();
    await teller.press(say("pay.simulate"));
    await teller.sees(say("give.came"));
    await teller.check();
    teller.atMost(PAGES_MAX);

    // The branch sets two months of a worker aside: the money says so.
    const worker = await counter.enrolled(8000 + teller.number());
    await counter.reserve(pot.split("/").at(-1), worker.membership, 2);
    await teller.visit(pot);
    await teller.sees(say("donor.reserved"));
    await teller.lacks(say("donor.no_months"));
    await teller.sees(say("front.left_out"));
    await teller.picture();
    await teller.follow(`${say("give.check")} – ${say("give.entry")}`);
    await teller.sees(say("proof.same"));
    await teller.check();
    await teller.visit(pot);
    await teller.download(say("give.certificate"));
    await teller.press(say("give.show"));
    await teller.sees(say("donor.on_wall"));
    await teller.check(["light", "dark", "paper"]);
  },
};
