// Sri makes a payment run, Rina counts it and lets it go, and the bank says that it has paid.

/** What a bank says of orders that it has paid. */
export const paid = (orders) => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>B</MsgId><CreDtTm>2026-03-01T01:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>
<Acct><Id><Othr><Id>7001</Id></Othr></Id></Acct>${orders.map(({ name, amount }) => `
<Ntry><Amt Ccy="IDR">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<AcctSvcrRef>M-${name}</AcctSvcrRef><BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>${name}</EndToEndId></Refs>
<Amt Ccy="IDR">${amount}</Amt></TxDtls></NtryDtls></Ntry>`).join("")}
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;

/** A claim that was approved, with an account for whoever gets it; and the head who approved it. */
export async function approved(counter, teller, person, place) {
  const officer = await counter.account(`petugas.${teller.number()}`, "officer", place);
  const head = await counter.account(`kepala.${teller.number()}`, "head", place);
  const by = ["--by", officer.handle];
  const event = ["work_accident", "--on", counter.today(), "--by-employer", "--set", "land_fare=150000"];
  const { case: number, claims } = await counter.asked("claim", "report", String(person), ...event, ...by);
  const { claim, papers } = claims[0];
  const file = await counter.write("dokumen.pdf", "%PDF-1.4 dokumen");
  for (const { name } of papers) {
    await counter.asked("claim", "paper", String(claim), name, file, ...by);
  }
  await counter.asked("claim", "assess", String(claim), ...by);
  await counter.asked("claim", "approve", String(claim), "--by", head.handle);
  const account = ["--name", "Siti Contoh", "--bank", "BMRIIDJA", "--account", `99${String(person).padStart(8, "0")}`];
  await counter.asked("claim", "payee", String(number), "member", ...account, ...by);
  return { claim, head };
}

export default {
  role: "administrator",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const employer = await counter.employer(teller.no);
    const branch = await counter.branch(employer);
    const place = ["--branch", String(branch.branch)];
    const { id } = await counter.person(employer.people[1].membership);
    // Whoever makes a run takes everything that waits: one after the other.
    await counter.alone(async () => {
      await approved(counter, teller, id, place);
      await teller.enter("head", [...place, "--province", employer.payer.province]);
      await teller.visit("/benefits");
      await teller.heading(say("nav.benefits"));
      await teller.check();
      await teller.pickValue("fund", "jkk");
      await teller.put("day", counter.today());
      await teller.press(say("benefits.make"));
      await teller.sees(say("benefits.you_made_it"));
      await teller.check();
    });
    const run = new URL(teller.page.url()).pathname;
    const rows = await teller.page.locator("table").last().locator("tbody tr").evaluateAll((rows) => rows.map((row) => ({
      name: row.cells[0].innerText.trim(), amount: Number(row.cells[2].innerText.replaceAll(/\D/g, "")),
    })));
    const sum = rows.reduce((sum, { amount }) => sum + amount, 0);
    await teller.signOut();

    await teller.enter("administrator");
    await teller.visit(run);
    await teller.put("orders", String(rows.length));
    await teller.put("sum", String(sum + 1));
    await teller.put("bank", "008");
    await teller.put("account", "7001");
    await teller.press(say("benefits.let_go"));
    await teller.complained("orders", "");
    await teller.check();
    await teller.put("sum", String(sum));
    await teller.press(say("benefits.let_go"));
    await teller.sees(say("benefits.same_file"));
    await teller.check();
    const file = await teller.download(say("benefits.download"));
    if (!rows.every(({ name }) => file.includes(`<EndToEndId>${name}</EndToEndId>`))) {
      throw new Error(`the file for the bank lacks an order: ${file}`);
    }
    await teller.visit("/benefits/answers");
    await teller.press(say("benefits.hear"));
    await teller.complained("file", say("claims.file_missing"));
    await teller.hand("file", "jawaban.xml", paid(rows));
    await teller.press(say("benefits.hear"));
    await teller.sees(rows[0].name);
    await teller.check();
    await teller.hand("file", "jawaban.xml", paid(rows));
    await teller.press(say("benefits.hear"));
    await teller.sees(say("benefits.nothing_new"));
    await teller.visit(run);
    await teller.sees(say("claims.order.paid"));
    await teller.check();
  },
};
