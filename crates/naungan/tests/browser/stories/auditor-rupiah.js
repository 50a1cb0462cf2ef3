// Hasan follows a rupiah: from the claim to the entry, to the order, to what the bank said.

export default {
  role: "auditor",
  institution: "demo",
  async play(teller) {
    const say = teller.text.bind(teller);
    await teller.enter("auditor");
    await teller.follow(say("nav.claims"));
    await teller.heading(say("nav.claims"));
    await teller.visit("/claims?part=ended&programme=jkm");
    await teller.check();
    await teller.leads(teller.page.locator("li.task h2 a").first());
    await teller.sees(say("claims.grants"));
    await teller.check();
    await teller.follow(say("claims.trail"));
    await teller.heading(say("claims.trail"));
    for (const text of ["2300", say("claims.run_checker"), say("claims.verdict.paid")]) {
      await teller.sees(text);
    }
    await teller.check();
    await teller.leads(teller.page.locator('a[href^="/benefits/"]').last());
    await teller.sees(say("benefits.standing"));
    await teller.check();
    await teller.follow(say("nav.benefits"));
    await teller.follow(say("benefits.payable"));
    await teller.heading(say("benefits.payable"));
    await teller.check();
  },
};
