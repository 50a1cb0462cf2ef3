// Agus works through today's list, visits an employer, and asks that two numbers of one person become one.

export default {
  role: "officer",
  institution: "demo",
  walks: true,
  // Forms of the employer's; staff are led on to where a second person is asked.
  not: ["/memberships/{membership}/wage", "/memberships/{membership}/end"],
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const employer = await counter.employer(teller.no);
    const branch = await counter.branch(employer);
    const [one, other] = await Promise.all(
      employer.people.slice(3, 5).map(({ membership }) => counter.person(membership)),
    );

    // Work that comes up now and then: people whom nobody could confirm.
    teller.own = [`/desk/payers/${employer.id}/mismatches`];

    await teller.enter("officer", ["--branch", branch.branch]);
    await teller.heading(say("desk.title"));
    await teller.sees(branch.name);
    await teller.check();
    await teller.picture();
    await teller.press(say("desk.show"));
    await teller.heading(say("desk.title"));

    // The employer: found, visited, written down.
    await teller.follow(say("nav.payers"));
    await teller.fill(say("desk.find.payer"), employer.payer.npp);
    await teller.press(say("desk.find.find"));
    await teller.follow(employer.payer.name);
    await teller.heading(employer.payer.name);
    await teller.press(say("desk.note_keep"));
    await teller.complained("text", teller.pick("Tulis catatannya.", "Write the note."));
    await teller.choose(say("desk.note.visit"));
    const note = `Kunjungan ${teller.number()} <i>ke gudang</i>`;
    await teller.put("text", note);
    await teller.put("again", counter.today());
    await teller.press(say("desk.note_keep"));
    await teller.sees(note);
    await teller.check();
    await teller.follow(say("desk.payer.all"));
    await teller.heading(employer.payer.name);

    // A person: looked up for a reason, and a merge asked for.
    await teller.follow(say("nav.people"));
    await teller.fill(say("desk.find.who"), one.nik);
    await teller.press(say("desk.find.find"));
    await teller.complained("why", teller.pick("Tulis untuk apa data ini dilihat.", "Say what this is looked at for."));
    await teller.fill(say("desk.find.why"), "memeriksa nomor ganda");
    await teller.press(say("desk.find.find"));
    await teller.check();
    await teller.follow(one.name);
    await teller.heading(one.name);
    await teller.sees(say("desk.person.cover"));
    await teller.check();
    await teller.follow(say("approvals.what.merge"));
    await teller.put("into", String(other.id));
    await teller.press(say("approvals.look"));
    await teller.complained("reason", "");
    await teller.put("into", String(other.id));
    await teller.put("reason", "Dua nomor, satu orang");
    await teller.check();
    await teller.press(say("approvals.look"));
    await teller.check();
    await teller.press(say("approvals.ask"));
    await teller.sees(say("approvals.sent"));
    await teller.check();
    await teller.visit("/approvals");
    await teller.sees(say("approvals.what.merge"));
    await teller.check();
    await teller.visit("/desk");
    await teller.sees(say("desk.again"));
  },
};
