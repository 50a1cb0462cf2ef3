// Somebody who works for an employer looks at what is known of her, and says that a month is wrong.

export default {
  role: "member",
  institution: "demo",
  walks: true,
  // Pages of who pays: an employer's are not opened to who works there.
  // And the branch's page of a person: her own is /me. A relative's case is looked at by the story of an heir.
  not: ["/heir/cases/{case}", "/people/{person}", "/payers/{payer}", "/payers/{payer}/bills", "/payers/{payer}/bills/{code}"],
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const { employer, membership } = await counter.saver(teller.no);
    const person = await counter.person(membership);

    teller.own = [`/memberships/${person.membership}`];

    await teller.visit("/sign-in");
    await teller.fill(say("sign_in.number"), "1234");
    await teller.press(say("sign_in.send_code"));
    await teller.complained("number", say("sign_in.number_unread"));
    await teller.fill(say("sign_in.number"), person.nik);
    await teller.press(say("sign_in.send_code"));
    await teller.heading(say("sign_in.code_title"));
    const code = await teller.code(person.phone);
    await teller.check();
    await teller.fill(say("sign_in.code"), code);
    await teller.press(say("sign_in.enter"));

    await teller.heading(person.name);
    await teller.sees(say("member.covered"));
    await teller.sees(employer.payer.name);
    await teller.unfold(say("member.why", { amount: "", month: "" }).split(" ")[0]);
    await teller.check();
    await teller.picture();
    const address = await teller.scan(say("frame.card_qr"));

    // The statement tells where anybody can compare it with the books.
    const statement = teller.page.locator('a[href^="/me/statement/"]').first();
    const file = await teller.context.request.get(new URL(await statement.getAttribute("href"), counter.address).href);
    const checked = (await file.body()).toString("latin1").match(/\/statement\/[\w-]+/);

    await teller.follow(say("nav.savings"));
    await teller.heading(say("member.savings_title"));
    await teller.sees(say("member.replayed"));
    await teller.check();
    await teller.follow(say("nav.rights"));
    await teller.heading(say("member.rights_title"));
    await teller.sees("JKP");
    await teller.follow(say("nav.payments"));
    await teller.sees(say("member.employer_pays", { payer: employer.payer.name }));

    await teller.visit("/me/months");
    await teller.heading(say("member.months_title"));
    await teller.check();
    await teller.leads(teller.page.locator("td.amount a").first());
    await teller.sees("JHT");
    await teller.check();
    await teller.leads(teller.page.locator("td:last-child a").first());
    await teller.press(say("member.contest_send"));
    await teller.complained("says", say("member.contest_says_wrong"));
    await teller.fill(say("member.contest_says"), "Upah saya 9.900.000 <b>bukan</b> itu");
    await teller.press(say("member.contest_send"));
    await teller.sees("Upah saya 9.900.000 <b>bukan</b> itu");
    await teller.sees(say("member.contest_open"));
    await teller.check();

    await teller.follow(say("nav.my_readings"));
    await teller.heading(say("member.readings_title"));

    // A shop reads the card with its own telephone: it sees that the card is good, and no name.
    await teller.visit(new URL(address).pathname);
    await teller.heading(say("card.title"));
    await teller.sees(say("card.valid"));
    await teller.lacks(person.nik);
    await teller.check();
    await teller.visit(checked[0]);
    await teller.sees(say("statement.compare"));
    await teller.check();
    await teller.visit("/me");
  },
};
