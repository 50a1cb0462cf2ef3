// What somebody who pays for others sees of it, month by month, whoever it is.

/** Comes in as the payer of a kind, looks at what is open, and at the parts of a bill. */
export async function looksAtBills(teller, role, kind) {
  const say = teller.text.bind(teller);
  const payer = (await teller.counter.payers()).find((one) => one.kind === kind);
  await teller.enter(role, ["--payer", payer.id]);
  await teller.heading(payer.payer.name);
  await teller.sees(say("employer.open"));
  await teller.check();
  await teller.follow(say("employer.bills"));
  await teller.heading(say("employer.bills"));
  await teller.check();
  await teller.leads(teller.page.locator("table a").first());
  await teller.sees(say("employer.parts_of_bill"));
  await teller.check();
}
