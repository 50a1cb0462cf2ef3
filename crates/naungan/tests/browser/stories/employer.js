// Dewi sends the month's wages of her people, with two rows that are wrong, and pays the bill.

// What is shown to whoever looks for the first time is no attack.
const UPLOAD = process.env.UPDATE_SCREENSHOTS ? "upah februari.csv" : "upah februari <b>.csv";

export default {
  role: "employer",
  institution: "demo",
  walks: true,
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const employer = await counter.employer(teller.no);
    const people = await Promise.all(employer.people.slice(0, 3).map(({ membership }) => counter.person(membership)));
    const wages = employer.people.slice(0, 3).map(({ facts }) => Number(facts.match(/wage=(\d+)/)[1]));

    await teller.enter("employer", ["--payer", employer.id]);
    await teller.heading(employer.payer.name);
    await teller.sees(say("employer.arrears"));
    await teller.check();

    await teller.follow(say("nav.uploads"));
    await teller.follow(say("employer.upload_new"));
    await teller.press(say("employer.upload_send"));
    await teller.complained("file", say("employer.file_wrong"));
    await teller.complained("names", say("employer.names_wrong"));
    const rows = [
      ["NIK", "Nama", "Upah"],
      [people[0].nik, people[0].name, wages[0] + 100_000],
      [people[1].nik, people[1].name, wages[1] * 2],
      [people[2].nik, people[2].name, wages[2]],
      [people[2].nik.slice(0, -1), "Baris Salah", wages[2]],
      [people[2].nik, people[2].name, "lima juta"],
    ];
    await teller.hand("file", UPLOAD, rows.map((row) => row.join(";")).join("\n"));
    await teller.choose(say("employer.names_changes"));
    await teller.check();
    await teller.press(say("employer.upload_send"));
    await teller.until(say("employer.take"));
    await teller.sees(UPLOAD);
    await teller.sees(say("employer.unusual", { count: "1" }));
    await teller.sees("lima juta");
    await teller.check();
    await teller.picture();
    const refused = await teller.download(say("employer.refused_download"));
    if (!refused.includes("lima juta")) {
      throw new Error(`the refused rows are not handed back: ${refused}`);
    }
    await teller.press(say("employer.confirm_all"));
    await teller.sees(say("employer.confirmed"));
    await teller.press(say("employer.take"));
    await teller.until(say("employer.upload_taken"));
    await teller.sees(say("employer.sum", { changed: "2", joined: "0", left: "0", refused: "2" }));
    await teller.check();

    // The difference is billed; everything that is open is paid at once.
    await teller.leads(teller.page.locator("table a").first());
    await teller.sees(say("employer.kind_correction"));
    await teller.leads(teller.page.getByRole("link", { name: say("employer.why"), exact: true }).first());
    await teller.sees(say("employer.why_of", { name: "" }).trim());
    await teller.check();
    await teller.follow(say("employer.pay"));
    await teller.heading(say("pay.owed"));
    await teller.press(say("pay.go_on"));
    await teller.press(say("pay.simulate"));
    await teller.sees(say("pay.came"));
    await teller.visit("/employer/bills");
    await teller.heading(say("employer.bills"));
    await teller.sees(say("state.paid"));
    await teller.check();

    await teller.follow(say("nav.workers"));
    await teller.leads(teller.page.locator("table a").first());
    await teller.follow(say("employer.change_wage"));
    await teller.fill(say("employer.new_wage"), "banyak");
    await teller.press(say("employer.look"));
    await teller.complained("wage", say("employer.wage_wrong"));
    await teller.check();
    await teller.follow(say("nav.employer"));
  },
};
