// Wati pays her first contribution and three months ahead, with the code on her card and a QR code.

export default {
  role: "visitor",
  institution: "demo",
  walks: true,
  async play(teller) {
    const say = teller.text.bind(teller);
    const code = await teller.counter.selfEmployed(7000 + teller.number());

    await teller.visit("/pay");
    await teller.fill(say("pay.code"), "123");
    await teller.press(say("pay.look"));
    await teller.complained("code", say("pay.code_form"));
    await teller.fill(say("pay.code"), code);
    await teller.press(say("pay.look"));
    await teller.heading(say("pay.owed"));
    await teller.put("amount", "dua ribu");
    await teller.press(say("pay.go_on"));
    await teller.complained("amount", say("pay.amount_form"));
    await teller.put("amount", "");
    await teller.pickValue("months", 3);
    await teller.check();
    await teller.press(say("pay.go_on"));

    await teller.heading(say("pay.pay_now"));
    const qr = await teller.scan(say("pay.qr", { amount: "" }).trim());
    if (!qr.startsWith("000201")) {
      throw new Error(`this is no QRIS code: ${qr}`);
    }
    await teller.check();
    await teller.press(say("pay.simulate"));
    await teller.sees(say("pay.came"));
    await teller.follow(say("pay.receipt"));
    await teller.heading(say("receipt.title"));
    await teller.check(["light", "dark", "paper"]);
  },
};
