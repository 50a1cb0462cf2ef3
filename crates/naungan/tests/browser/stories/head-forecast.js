// Sri looks for how many the money of others ends, and which funder was asked to go on.

export default {
  role: "head",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const { province, name } = await counter.pot("state_enterprise");
    await teller.enter("head", ["--province", province]);
    await teller.follow(say("nav.forecast"));
    await teller.heading(say("lists.forecast"));
    await teller.sees(name);
    await teller.sees(say("lists.renewal_asked"));
    await teller.check();
    await teller.follow(say("nav.lists"));
    await teller.heading(say("lists.title"));
    await teller.leads(teller.page.locator("table a").first());
    await teller.heading(say("lists.choose"));
    await teller.check();

    // Lists are handed in at the branch too.
    await teller.visit("/lists");
    await teller.check();
    await teller.leads(teller.page.locator("table a").first());
    await teller.check();
    await teller.follow(say("lists.rows"));
    await teller.heading(say("lists.rows"));
    await teller.check();
    await teller.visit("/lists/new");
    await teller.check();
    await teller.visit("/desk/forecast");
  },
};
