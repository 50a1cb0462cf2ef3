// Sri looks at the agents of her branch, gives one an area, and leads a drive that is measured by who stays.

export default {
  role: "head",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    // The branch at which the demonstration's own agent works.
    const branch = await counter.branch(await counter.employer(0));
    const agent = await counter.agent(branch, `Yayasan ${teller.no}`);
    await teller.enter("head", ["--branch", branch.branch]);

    // One telephone for all whom an agent enrolled is a reason to look.
    await teller.visit("/desk?kind=agent_telephone");
    await teller.sees(say("desk.kind.agent_telephone"));
    await teller.check();
    await teller.follow(say("nav.agents"));
    await teller.heading(say("desk.agents.title"));
    await teller.check();
    await teller.leads(teller.page.locator("table a", { hasText: "Koperasi Contoh Rukun" }).first());
    await teller.sees(say("desk.agents.became"));
    await teller.check();
    // What could not be taken in the field is for the branch: it has compared the card.
    const act = teller.page.locator("ul.tasks a").first();
    await teller.leads(act);
    await teller.sees(say("agent.why_registry_unknown"));
    await teller.check();

    await teller.visit(`/desk/agents/${agent}`);
    await teller.put("area", "9");
    await teller.press(say("desk.agents.add_area"));
    await teller.page.locator("[data-focus]").waitFor();
    await teller.check();
    await teller.put("area", `${branch.province}01`);
    await teller.press(say("desk.agents.add_area"));
    await teller.sees(`${branch.province}01`);
    await teller.check();

    await teller.follow(say("nav.outreach"));
    await teller.heading(say("outreach.title"));
    await teller.put("name", `Pasar ${teller.no}`);
    await teller.put("target", "20");
    await teller.press(say("outreach.begin"));
    await teller.complained("until", say("outreach.until_wrong"));
    await teller.check();
    await teller.put("until", counter.today());
    await teller.put("cost", "1.000.000");
    await teller.press(say("outreach.begin"));
    await teller.heading(`Pasar ${teller.no}`);
    await teller.sees(say("outreach.none_kept"));
    await teller.put("what", "Spanduk");
    await teller.put("amount", "250.000");
    await teller.press(say("outreach.spend"));
    await teller.sees(teller.pick("Rp1.250.000", "Rp1,250,000"));
    await teller.check();
  },
};
