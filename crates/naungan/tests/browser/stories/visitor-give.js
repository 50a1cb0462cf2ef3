// Somebody without an account gives a worker cover, keeps the certificate, and checks it against the books.

/** Each page, with everything it needs. */
const PAGE_BYTES = 100_000;

export default {
  role: "visitor",
  institution: "demo",
  walks: true,
  async play(teller) {
    const say = teller.text.bind(teller);
    const campaign = await teller.counter.campaign(`Lingkaran Warga ${teller.number()}`);

    await teller.visit("/solidarity");
    teller.within(PAGE_BYTES);
    await teller.heading(say("solidarity.title"));
    await teller.sees(campaign.name);
    await teller.check();
    await teller.follow(say("give.title"));
    await teller.heading(say("give.title"));
    await teller.choose(campaign.name);
    await teller.press(say("give.go_on"));
    await teller.complained("amount", say("give.nothing"));
    await teller.choose(campaign.name);
    await teller.put("worker_months", "3");
    await teller.press(say("give.count"));
    await teller.sees(/3/);
    await teller.check();
    await teller.picture("giver");
    await teller.put("worker_months", "");
    await teller.put("amount", teller.pick("100.000", "100,000"));
    await teller.put("name", "Keluarga Rekaan 7");
    await teller.press(say("give.go_on"));
    await teller.put("name", "Keluarga Rekaan");
    await teller.choose(say("give.shown"));
    await teller.press(say("give.go_on"));

    await teller.heading(say("give.yours"));
    const qr = await teller.scan(say("pay.qr", { amount: "" }).trim());
    if (!qr.startsWith("000201")) {
      throw new Error(`this is no QRIS code: ${qr}`);
    }
    await teller.check();
    await teller.press(say("pay.simulate"));
    await teller.sees(say("give.came"));
    await teller.check(["light", "dark", "paper"]);
    await teller.download(say("give.certificate"));
    await teller.press(say("give.hide"));
    await teller.sees(say("give.off_wall", { name: "Keluarga Rekaan" }));
    await teller.follow(`${say("give.check")} – ${say("give.entry")}`);
    await teller.sees(say("proof.same"));
    await teller.check();
    await teller.put("hash", "0".repeat(64));
    await teller.press(say("proof.check"));
    await teller.sees(say("proof.differs"));
  },
};
