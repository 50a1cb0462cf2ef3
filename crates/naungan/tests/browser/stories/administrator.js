// Rina opens an account, connects a program, and runs the next month for everybody.

/** A statement of the bank with one payment that bears no code. */
const mutation = (number, day) => `<Document><BkToCstmrStmt><Stmt><Id>${number}</Id>
  <Ntry><Amt Ccy="IDR">125000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${day}</Dt></BookgDt>
    <AcctSvcrRef>UJI${number}</AcctSvcrRef></Ntry></Stmt></BkToCstmrStmt></Document>`;

export default {
  role: "administrator",
  institution: "own",
  walks: true,
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const rina = await teller.enter("administrator");
    await teller.heading(say("nav.accounts"));
    await teller.press(say("staff.accounts.add"));
    await teller.complained("name", teller.pick("Isi namanya.", "Give the name."));
    await teller.complained("role", teller.pick("Pilih perannya.", "Choose the role."));
    await teller.check();
    const handle = `analis.${teller.number()}`;
    await teller.put("name", "Made Contoh");
    await teller.put("handle", handle);
    await teller.pickValue("role", "analyst");
    await teller.press(say("staff.accounts.add"));
    await teller.sees(say("staff.accounts.made"));
    await teller.sees(handle);
    await teller.check();

    await teller.follow(say("nav.password"));
    await teller.put("now", rina.password);
    await teller.put("new", "kuda-laut baterai payung 7");
    await teller.put("again", "kuda-laut baterai payung 8");
    await teller.press(say("password.change"));
    await teller.complained("again", say("password.differs"));
    await teller.put("now", rina.password);
    await teller.put("new", "kuda-laut baterai payung 7");
    await teller.put("again", "kuda-laut baterai payung 7");
    await teller.press(say("password.change"));
    await teller.heading(say("password.changed"));
    await teller.check();

    await teller.follow(say("nav.clients"));
    await teller.press(say("staff.clients.add"));
    await teller.complained("name", "");
    await teller.put("name", `Statistik ${teller.number()}`);
    await teller.pickValue("role", "analyst");
    await teller.press(say("staff.clients.add"));
    await teller.sees(say("staff.clients.made"));
    await teller.check();

    // Money came to the bank, and nobody knows what for.
    await teller.follow(say("nav.statements"));
    await teller.hand("file", "mutasi.xml", mutation(teller.number(), counter.today()));
    await teller.put("channel", "bank");
    await teller.press(say("statements.send"));
    await teller.again(
      () => teller.page.getByText(say("told.open", { value: 1 })).first().isVisible(),
      () => { throw new Error("the statement is not read"); },
    );
    await teller.check();
    await teller.follow(say("lines.title"));
    await teller.check();
    await teller.leads(teller.page.locator("td a, th a").first());
    await teller.check();
    await teller.press(say("lines.return"));
    await teller.complained("said", "");
    await teller.check();

    // Months are run one after another: so are those who run them.
    await counter.alone(async () => {
      await teller.follow(say("nav.runs"));
      await teller.heading(say("nav.runs"));
      const field = teller.page.locator('input[name="month"]');
      const month = await field.inputValue();
      await field.fill("bulan depan");
      await teller.press(say("staff.runs.start"));
      await teller.complained("month", teller.pick("Tulis bulan seperti 2026-05.", "Write a month such as 2026-05."));
      await field.fill(month);
      await teller.press(say("staff.runs.start"));
      await teller.again(
        () => teller.page.getByText(`${say("staff.runs.kind_month")} ${month}`).first().isVisible(),
        () => { throw new Error(`${month} is not run`); },
      );
      await teller.sees(say("state.done"));
    });
    await teller.check();
    await teller.picture();
  },
};
