// Agus writes down that somebody cannot work any more; Sri grants her the pension and looks at the next month of
// everybody's, and Agus has seen her alive.

export default {
  role: "officer",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const { person, branch, province } = await counter.pensioned(teller.number());
    const place = ["--branch", String(branch)];

    await teller.enter("officer", place);
    await teller.visit(`/people/${person.id}`);
    await teller.follow(say("claims.report_event"));
    await teller.pickValue("kind", "other_disability");
    await teller.put("day", counter.today());
    await teller.press(say("claims.look"));
    await teller.sees(say("claims.would_open"));
    await teller.check();
    await teller.press(say("claims.report_now"));
    await teller.heading(person.name);
    await teller.sees(say("claims.done.opened"));

    // The event opened her savings too; the papers are asked for once and count for both.
    const claims = (await counter.asked("claim", "list")).filter((one) => one.person === person.id);
    const { claim } = claims.find(({ kind }) => kind === "jp_disability");
    if (claims.length !== 2) {
      throw new Error(`the event opened ${claims.length} claims instead of two`);
    }
    await teller.visit(`/claims/${claim}`);
    const papers = teller.page.locator("select#paper");
    while (await papers.count() > 0) {
      await teller.hand("file", "dokumen.pdf", "%PDF-1.4 dokumen");
      await teller.press(say("claims.hand_in"));
    }
    await teller.press(say("claims.way.assess"));
    await teller.sees(say("claims.done.assess"));
    await teller.check();
    await teller.signOut();

    await teller.enter("head", [...place, "--province", String(province)]);
    await teller.visit(`/claims/${claim}`);
    await teller.press(say("claims.way.approve"));
    await teller.sees(say("claims.done.approve"));
    await teller.visit(`/claims/${claim}/letter/1`);
    await teller.sees(person.name);
    await teller.check();
    await teller.visit("/benefits/pensions");
    await teller.heading(say("pensions.title"));
    // The first month goes with the claim, and the next is granted to everybody together.
    await teller.press(say("pensions.rehearse"));
    await teller.sees(say("pensions.begin"));
    await teller.check();
    await teller.signOut();

    await teller.enter("officer", place);
    await teller.visit(`/claims/${claim}/later`);
    await teller.heading(say("later.title"));
    await teller.sees(say("later.pensions"));
    await teller.pickValue("how", "counter");
    await teller.press(say("later.note"), `form[action="/claims/${claim}/later/alive"]`);
    await teller.sees(say("later.done_alive"));
    await teller.check();
  },
};
