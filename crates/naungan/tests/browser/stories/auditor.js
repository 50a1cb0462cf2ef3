// Hasan proves the books, and looks at who read somebody's data.

export default {
  role: "auditor",
  institution: "demo",
  walks: true,
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const employer = await counter.employer(teller.no);
    const person = await counter.person(employer.people[0].membership);
    teller.own = [`/payers/${employer.id}`, `/memberships/${person.membership}`];

    await teller.enter("auditor");
    await teller.heading(say("nav.books"));
    await teller.sees(say("staff.books.balanced"));
    await teller.check();
    await teller.picture();
    await teller.put("day", "2025-12-31");
    await teller.press(say("desk.show"));
    await teller.sees(say("staff.books.balanced"));
    await teller.press(say("staff.books.verify_now"));
    await teller.again(
      () => teller.page.getByText(say("told.faults", { value: 0 })).first().isVisible(),
      () => { throw new Error("the books are not verified"); },
    );
    await teller.check();

    await teller.visit(`/people/${person.id}?why=pemeriksaan`);
    await teller.heading(person.name);
    await teller.check();
    await teller.follow(say("nav.readings"));
    await teller.put("person", String(person.id));
    await teller.press(say("desk.find.find"));
    await teller.sees("pemeriksaan");
    await teller.check();
    await teller.follow(say("nav.runs"));
    await teller.heading(say("nav.runs"));
    await teller.sees("2026-02");
    await teller.check();
  },
};
