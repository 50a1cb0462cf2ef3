// A student asks what a membership would cost, why, what the law said before, and what a message means.

export default {
  role: "visitor",
  institution: "demo",
  async play(teller) {
    const say = teller.text.bind(teller);
    await teller.visit("/calculators");
    await teller.heading(say("calc.title"));
    await teller.check();
    await teller.leads(teller.page.locator('a[href^="/calculators/contribution/self_employed"]'));
    await teller.put("income", "banyak");
    await teller.press(say("calc.work_out"));
    await teller.complained("income", say("calc.write_money"));
    await teller.put("income", "2.000.000");
    await teller.unfold(say("calc.more"));
    await teller.pickValue("sector", "transport");
    await teller.press(say("calc.work_out"));
    await teller.sees(say("calc.answer"));
    await teller.sees(say("calc.who_pays"));
    await teller.check();

    await teller.follow(say("frame.law"), "footer");
    await teller.heading(say("law.title"));
    await teller.put("on", "2025-06-01");
    await teller.press(say("law.show"));
    await teller.sees(say("law.all_days"));
    await teller.check();
    await teller.leads(teller.page.locator('a[href^="/law/act"], a[href^="/law/"]').nth(3));
    await teller.check();

    await teller.follow(say("frame.messages"), "footer");
    await teller.heading(say("messages.title"));
    await teller.check();
    await teller.leads(teller.page.locator("th a").first());
  },
};
