// Budi of a village hands a list in, mends it, and sees what its lines came to.

export default {
  role: "donor",
  institution: "demo",
  // Pages of donors are walked from the story of one; people on a list are the branch's.
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const { donor, campaign } = await counter.pot("village_fund");
    await teller.enter("donor", ["--payer", donor]);
    await teller.follow(say("nav.lists"));
    await teller.heading(say("lists.title"));
    await teller.sees(say("lists.state_chosen"));
    await teller.sees(say("lists.state_checked"));
    await teller.check();

    await teller.follow(say("lists.new"));
    await teller.press(say("lists.send"));
    await teller.complained("file", say("lists.file_wrong"));
    await teller.check();
    const lines = counter.names(teller.number(), 3);
    const heading = "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Desa;Pekerjaan;Desil";
    const broken = "1234;Warga Rekaan;1990-01-05;P;Sukamaju;petani;3";
    const dead = `990303450190${String(teller.number()).padStart(2, "0")}99;Warga Rekaan;1990-01-05;P;Sukamaju;petani;3`;
    const file = `desa-${teller.number()}.csv`;
    await teller.hand("file", file, [heading, ...lines, lines[0], dead, broken, ""].join("\n"));
    await teller.pickValue("campaign", campaign);
    // What is shown to whoever looks for the first time is no attack.
    const decree = process.env.UPDATE_SCREENSHOTS ? "SK Contoh 12/2026" : "SK Contoh <b>12</b>/2026";
    await teller.put("decree", decree);
    await teller.press(say("lists.send"));
    await teller.heading(say("lists.one", { name: file }));
    await teller.again(
      () => teller.page.getByText(say("lists.counts")).first().isVisible(),
      () => { throw new Error("the list is not checked"); },
    );
    // Of so few nothing is told but what the list itself shows; the branch has the rest.
    for (const verdict of ["checked", "named_twice", "bad_form"]) {
      await teller.sees(say(`verdict.${verdict}`));
    }
    await teller.lacks(say("verdict.is_dead"));
    await teller.lacks(say("verdict.has_employer"));
    await teller.sees(decree);
    await teller.sees(say("lists.heard_hint"));
    await teller.check();
    await teller.picture("village");
    await teller.follow(say("lists.rows"));
    await teller.heading(say("lists.rows"));
    await teller.sees("Warga Rekaan");
    await teller.check();
    await teller.visit("/lists");
  },
};
