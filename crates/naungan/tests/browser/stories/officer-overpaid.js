// A claim was paid and then rejected: Sri proposes how the money comes back, Agus agrees, and a part of it comes in.

import { approved, paid } from "./administrator-benefits.js";

/** Paid by the bank, looked at again, and rejected: all of it was too much. */
async function overpaid(teller, person, place, province) {
  const { counter } = teller;
  const say = teller.text.bind(teller);
  const { claim, head } = await approved(counter, teller, person, place);
  const keeper = await counter.account(`kasir.${teller.number()}`, "administrator");
  await teller.enter("head", [...place, "--province", province]);
  await teller.visit("/benefits");
  await teller.pickValue("fund", "jkk");
  await teller.put("day", counter.today());
  await teller.press(say("benefits.make"));
  const number = Number(new URL(teller.page.url()).pathname.split("/").at(-1));
  const run = (await counter.asked("benefits", "list")).find((one) => one.run === number);
  const file = `${counter.folder}/bayar-${number}.xml`;
  const totals = ["--orders", String(run.orders), "--sum", String(run.sum), "--account", "7001", "--bank", "008"];
  await counter.asked("benefits", "file", String(number), file, ...totals, "--by", keeper.handle);
  const { orders } = await counter.asked("claim", "show", String(claim));
  const answered = orders.map(({ order, amount }) => ({ name: `B${String(order).padStart(12, "0")}`, amount }));
  await counter.asked("benefits", "answers", await counter.write(`jawaban-${number}.xml`, paid(answered)));
  await counter.asked("claim", "reopen", String(claim), "--by", head.handle);
  await counter.asked("claim", "reject", String(claim), "--under", "PP 44/2015 art. 25", "--by", head.handle);
  return claim;
}

export default {
  role: "officer",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const employer = await counter.employer(teller.no);
    const branch = await counter.branch(employer);
    const place = ["--branch", String(branch.branch)];
    const { id } = await counter.person(employer.people[0].membership);
    // Whoever makes a run takes everything that waits: one after the other.
    const claim = await counter.alone(() => overpaid(teller, id, place, String(employer.payer.province)));
    const recovery = `/claims/${claim}/recovery`;

    await teller.visit(`/claims/${claim}`);
    await teller.check();
    await teller.follow(say("recovery.link"));
    await teller.heading(say("recovery.title"));
    await teller.sees(say("recovery.no_plan"));
    await teller.check();
    await teller.unfold(say("recovery.propose"));
    await teller.put("instalment", "lima puluh");
    await teller.put("first", counter.today().slice(0, 7));
    await teller.press(say("recovery.send"));
    await teller.complained("instalment", say("recovery.no_amount"));
    await teller.check();
    await teller.put("instalment", "50.000");
    await teller.press(say("recovery.send"));
    await teller.sees(say("recovery.done.propose"));
    await teller.sees(say("recovery.own"));
    await teller.check();
    await teller.signOut();

    await teller.enter("officer", place);
    await teller.visit(recovery);
    await teller.sees(say("recovery.waits"));
    await teller.check();
    await teller.press(say("recovery.approve"));
    await teller.sees(say("recovery.done.approve"));
    await teller.check();
    await teller.unfold(say("recovery.book"));
    await teller.put("paid", "999.000");
    await teller.press(say("recovery.book_send"));
    await teller.complained("paid", "150000");
    await teller.check();
    await teller.put("paid", "60.000");
    await teller.press(say("recovery.book_send"));
    await teller.sees(say("recovery.done.paid"));
    await teller.check();
    // The letter says how it comes back.
    await teller.visit(`/claims/${claim}/letter/3`);
    await teller.check();
    await teller.visit(recovery);
    await teller.sees(say("recovery.plan"));
    await teller.check();
  },
};
