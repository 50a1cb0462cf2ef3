// Sri decides what an officer has asked for, and looks at the figures.

export default {
  role: "head",
  institution: "demo",
  walks: true,
  // Forms of the employer's; staff are led on to where a second person is asked.
  not: ["/memberships/{membership}/wage", "/memberships/{membership}/end"],
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const employer = await counter.employer(teller.no);
    const branch = await counter.branch(employer);
    const place = ["--branch", branch.branch];
    const [leaver, stayer] = await Promise.all(
      employer.people.slice(4, 6).map(({ membership }) => counter.person(membership)),
    );

    // Work that comes up now and then: people whom nobody could confirm.
    teller.own = [`/desk/payers/${employer.id}/mismatches`];

    // An officer asks for two changes.
    await teller.enter("officer", place);
    for (const one of [leaver, stayer]) {
      await teller.visit(`/memberships/${one.membership}/ask/end`);
      await teller.put("day", counter.today());
      await teller.pickValue("end_reason", "resigned");
      await teller.put("reason", `Surat pengunduran diri ${one.membership}`);
      await teller.press(say("approvals.look"));
      await teller.press(say("approvals.ask"));
      await teller.sees(say("approvals.sent"));
    }
    await teller.signOut();

    await teller.enter("head", [...place, "--province", employer.payer.province]);
    await teller.heading(say("desk.title"));
    await teller.follow(say("nav.approvals"));
    await teller.sees(say("approvals.waiting"));
    await teller.check();
    await teller.leads(teller.page.locator("tr", { hasText: leaver.name }).getByRole("link").first());
    await teller.heading(say("approvals.what.end"));
    await teller.sees(`Surat pengunduran diri ${leaver.membership}`);
    await teller.picture();
    await teller.press(say("approvals.refuse"));
    await teller.complained("said", teller.pick("Tulis mengapa ditolak.", "Say why it is refused."));
    await teller.check();
    await teller.put("said", "Sesuai surat");
    await teller.press(say("approvals.approve"));
    await teller.heading(say("nav.approvals"));
    if (await teller.page.locator("tr", { hasText: leaver.name }).count() > 0) {
      throw new Error("what was decided still waits");
    }

    // It is done: the membership has ended.
    await teller.visit(`/people/${leaver.id}`);
    await teller.sees(leaver.name);
    await teller.check();
    await teller.follow(say("nav.figures"));
    await teller.sees(say("staff.figures.collection"));
    await teller.check();
  },
};
