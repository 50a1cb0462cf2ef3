// Somebody whose work has ended looks at what she would get, claims her savings, and hands in her papers.

export default {
  role: "member",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const { membership } = await counter.leaver(teller.no);
    const person = await counter.person(membership);
    const day = before(counter.today());
    await counter.alone(() => counter.naungan("--today", counter.today(), "membership", "end",
      String(membership), "--on", day, "--reason", "resigned"));

    await teller.visit("/sign-in");
    await teller.fill(say("sign_in.number"), person.nik);
    await teller.press(say("sign_in.send_code"));
    await teller.fill(say("sign_in.code"), await teller.code(person.phone));
    await teller.press(say("sign_in.enter"));

    // Before anything is claimed.
    await teller.follow(say("nav.rights"));
    await teller.heading(say("member.rights_title"));
    await teller.sees(say("case.rights"));
    await teller.check();
    await teller.leads(teller.page.locator('a[href="/me/rights/left_work"]'));
    await teller.check();
    await teller.follow(say("case.report_it"));

    // One question a page.
    await teller.heading(say("report.event"));
    await teller.check();
    await teller.mark("event", "left_work");
    await teller.press(say("report.go_on"));
    await teller.heading(say("report.day_left_work"));
    await teller.press(say("report.go_on"));
    await teller.complained("day", say("report.day_missing"));
    await teller.check();
    await teller.put("day", day);
    await teller.press(say("report.go_on"));
    await teller.heading(say("report.more"));
    await teller.mark("termination", "resignation");
    await teller.mark("has_tax_number", "yes");
    await teller.check();
    await teller.press(say("report.go_on"));
    await teller.heading(say("report.check"));
    await teller.check();
    await teller.press(say("report.send"));

    // The case: a paper at a time, and where the money goes.
    await teller.sees(say("case.opened"));
    await teller.check();
    for (let paper = await first(teller); paper; paper = await first(teller)) {
      await teller.paper(paper);
      await teller.sees(say("case.done_paper"));
    }
    await teller.sees(say("case.nothing_todo"));
    await teller.fill(say("case.account_name"), person.name);
    await teller.fill(say("case.bank"), "008");
    await teller.fill(say("case.account_number"), "9900112233");
    await teller.press(say("case.account_send"));
    await teller.sees(say("case.done_account"));
    await teller.sees(say("case.state_complete"));
    await teller.check();
    await teller.visit("/heir/cases");
    await teller.heading(say("nav.heir"));
    await teller.check();
    await teller.follow(say("nav.my_claims"));
    await teller.heading(say("case.mine"));
    await teller.check();
  },
};

/** The tenth of the month before a day: a month has passed since. */
function before(today) {
  const [year, month] = today.split("-").map(Number);
  const then = month === 1 ? [year - 1, 12] : [year, month - 1];
  return `${then[0]}-${String(then[1]).padStart(2, "0")}-10`;
}

/** The first paper that is asked for still. */
async function first(teller) {
  const files = teller.page.locator('input[type="file"]');
  return (await files.count()) > 0 ? files.first().getAttribute("id") : null;
}
