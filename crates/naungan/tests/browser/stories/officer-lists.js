// Agus takes a list of the fishermen's association, looks who would be chosen and how fair that is, and chooses.

export default {
  role: "officer",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const { donor } = await counter.pot("association");
    const { pot, campaign, province } = await counter.pot("individual");
    const branch = await counter.branch({ payer: { province } });
    await teller.enter("officer", ["--branch", branch.branch]);
    await teller.follow(say("nav.lists"));
    await teller.heading(say("lists.title"));
    // The village's list of the last month waits.
    await teller.sees(say("lists.state_checked"));
    await teller.check();

    await teller.visit("/lists");
    await teller.check();
    await teller.follow(say("lists.new"));
    await teller.check();
    const lines = counter.names(teller.number(), 4);
    const heading = "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Desa;Pekerjaan;Desil";
    const file = `nelayan-${teller.number()}.csv`;
    await teller.hand("file", file, [heading, ...lines, ""].join("\n"));
    await teller.pickValue("campaign", campaign);
    await teller.put("payer", "987654321");
    await teller.press(say("lists.send"));
    await teller.complained("payer", say("lists.payer_wrong"));
    await teller.hand("file", file, [heading, ...lines, ""].join("\n"));
    await teller.put("payer", String(donor));
    // The first month that nobody has run.
    const [year, month] = counter.today().split("-").map(Number);
    const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, "0")}`;
    await teller.put("month", next);
    await teller.press(say("lists.send"));
    await teller.again(
      () => teller.page.getByText(say("lists.counts")).first().isVisible(),
      () => { throw new Error("the list is not checked"); },
    );
    await teller.sees(say("verdict.can_be_paid_for"));
    await teller.check();
    const place = new URL(teller.page.url()).pathname;
    await teller.follow(say("lists.rows"));
    await teller.sees(lines[0].split(";")[1]);
    await teller.check();

    await teller.visit(`/desk${place}/choose`);
    await teller.heading(say("lists.choose"));
    await teller.pickValue("pot", pot);
    await teller.put("quotas", "sex=female:50");
    await teller.press(say("lists.try"));
    await teller.sees(say("lists.fairness"));
    await teller.sees(say("lists.seed"));
    await teller.check();
    await teller.press(say("lists.choose_now"));
    await teller.sees(say("lists.places"));
    await teller.again(
      () => teller.page.getByText(say("place.enrolled")).first().isVisible(),
      () => { throw new Error("nobody is enrolled"); },
    );
    await teller.check();
    await teller.follow(say("lists.who_has_places"));
    await teller.heading(say("lists.who_has_places"));
    await teller.sees(say("place.enrolled"));
    await teller.check();
    await teller.visit("/desk/lists");
  },
};
