// Agus writes down an accident at work, hands in its papers and assesses it; Sri approves it, and says where
// the money goes.

export default {
  role: "officer",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const employer = await counter.employer(teller.no);
    const branch = await counter.branch(employer);
    const place = ["--branch", branch.branch];
    const person = await counter.person(employer.people[2].membership);

    await teller.enter("officer", place);
    await teller.visit(`/people/${person.id}`);
    await teller.follow(say("claims.report_event"));
    await teller.heading(say("claims.report_event"));
    await teller.press(say("claims.look"));
    await teller.complained("kind", say("claims.event_missing"));
    await teller.check();
    await teller.pickValue("kind", "work_accident");
    await teller.put("day", counter.today());
    await teller.choose(say("claims.by_employer_reports"));
    await teller.press(say("claims.look"));
    await teller.sees(say("claims.would_open"));
    await teller.unfold(say("claims.assumed"));
    await teller.put("fact-land_fare", "150.000");
    await teller.check();
    await teller.press(say("claims.report_now"));
    await teller.heading(person.name);
    await teller.sees(say("claims.done.opened"));
    await teller.check();
    const claim = new URL(teller.page.url()).pathname;

    // A paper that is none is refused, and everything that is asked for comes.
    await teller.hand("file", "surat.txt", "bukan dokumen");
    await teller.press(say("claims.hand_in"));
    await teller.complained("file", "PDF, PNG");
    const papers = teller.page.locator("select#paper");
    while (await papers.count() > 0) {
      await teller.hand("file", "dokumen.pdf", "%PDF-1.4 dokumen");
      await teller.press(say("claims.hand_in"));
    }
    await teller.sees(say("claims.state.complete"));
    await teller.check();
    await teller.press(say("claims.way.assess"));
    await teller.sees(say("claims.done.assess"));
    await teller.lacks(say("claims.done.approve"));
    await teller.unfold(say("claims.why", { what: "" }).trim());
    await teller.check();
    await teller.visit(`${claim}/finding`);
    await teller.sees(say("claims.finding_lead"));
    await teller.check();
    await teller.visit("/claims?part=approve");
    await teller.sees(person.name);
    await teller.check();
    await teller.signOut();

    await teller.enter("head", [...place, "--province", employer.payer.province]);
    await teller.visit(claim);
    await teller.press(say("claims.way.approve"));
    await teller.sees(say("claims.done.approve"));
    await teller.unfold(say("claims.name_account"));
    await teller.put("holder", person.name);
    await teller.put("bank", "BANK");
    await teller.put("account", "9900112233");
    await teller.press(say("claims.name_account"));
    await teller.complained("bank", "BANK");
    await teller.put("bank", "BMRIIDJA");
    await teller.press(say("claims.name_account"));
    await teller.sees(say("claims.done.payee"));
    await teller.check();
    // Somebody objects to a line of the letter, and it is written down for her.
    await teller.visit(`${claim}/letter/1`);
    await teller.check();
    await teller.visit(`${claim}/letter/1/line/1`);
    await teller.check();
    await teller.put("says", "Ongkosnya lebih besar");
    await teller.press(say("grievance.send"));
    await teller.sees("Ongkosnya lebih besar");
    await teller.check();
    await teller.visit(`${claim}/recovery`);
    await teller.sees(say("recovery.none"));
    await teller.check();
    await teller.visit("/claims/terms");
    await teller.heading(say("claims.terms"));
    await teller.check();
  },
};
