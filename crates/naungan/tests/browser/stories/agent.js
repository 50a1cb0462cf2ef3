// Wulan enrols in a village without a network, comes back to one, and settles what stands against it.

/** Who is enrolled: invented, born on 13 May 1990. */
const nik = (teller, which) => `990101530590${1000 + teller.no * 10 + which}`;

async function fills(teller, which, name, income) {
  const { page } = teller;
  const form = page.locator("form[action='/agent/bring']");
  await form.locator("[name=nik]").fill(nik(teller, which));
  await form.locator("[name=name]").fill(name);
  await form.locator("[name=phone]").fill("0813 5555 0001");
  await form.locator("[name=sector][value=other]").check();
  await form.locator("[name=income]").fill(income);
  await form.locator("[name=saves][value=no]").check();
}

/** Notes on the telephone and sends when there is a network again. */
async function offline(teller) {
  const say = teller.text.bind(teller);
  await teller.follow(say("nav.agent_field"));
  await teller.heading(say("agent.field"));
  await teller.sees(say("agent.field_ready"));
  await teller.check();
  await teller.context.setOffline(true);
  teller.steps.push("goes where there is no network");
  // That there is none is what the browser is to find out, and it says so whenever it does.
  teller.expected = "ERR_INTERNET_DISCONNECTED";
  await teller.page.reload({ waitUntil: "load" });
  await teller.heading(say("agent.field"));
  for (const [name, income] of [["Sutini Contoh", "1.500.000"], ["Sutini Contoh", "1.000.000"]]) {
    await fills(teller, 1, name, income);
    await teller.page.locator("#field-enrol button[type=submit]").click();
    await teller.sees(say("agent.field_offline"));
  }
  await teller.page.selectOption("#enrolment", { index: 1 });
  await teller.page.locator("#field-collect [name=amount]").fill("50.000");
  await teller.page.locator("#field-collect button[type=submit]").click();
  await teller.page.locator("[data-field-waiting] li").nth(2).waitFor();
  await teller.check();
  teller.steps.push("comes back to a network");
  await teller.context.setOffline(false);
  await teller.page.locator("[data-field-send]").evaluate((button) => button.click());
  await teller.sees(say("agent.field_came"));
  const came = teller.page.locator("[data-field-answers] a");
  await came.nth(2).waitFor();
  // Nothing of anybody stays on the telephone.
  await teller.page.locator("[data-field-waiting]:empty").waitFor({ state: "attached" });
  await teller.check();
  await teller.leads(came.filter({ hasText: say("agent.state_conflict") }).first());
}

/** The same at a counter with a network: each form is sent at once. */
async function online(teller) {
  const say = teller.text.bind(teller);
  await teller.visit("/agent/bring");
  await teller.press(say("agent.bring_send"));
  await teller.complained("nik", say("register.nik_length"));
  await teller.check();
  await fills(teller, 1, "Sutini Contoh", "1.500.000");
  await teller.put("paid", "50.000");
  await teller.press(say("agent.bring_send"));
  await teller.heading(say("agent.receipt_no", { no: 1 }));
  await teller.visit("/agent/bring");
  await fills(teller, 1, "Sutini Contoh", "1.000.000");
  await teller.press(say("agent.bring_send"));
}

export default {
  role: "agent",
  institution: "demo",
  walks: true,
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const branch = await counter.branch(await counter.employer(teller.no));
    const agent = await counter.agent(branch, `Koperasi ${teller.no}`);
    await teller.enter("agent", ["--agent", agent]);
    await teller.heading(say("agent.today"));
    await teller.sees(say("agent.none_lapse"));
    await teller.check();
    await (teller.script ? offline(teller) : online(teller));

    // The same person, with two incomes: both sides are shown, and she says which it is.
    await teller.heading(say("agent.kind_enrol"));
    await teller.sees(say("agent.theirs"));
    await teller.sees(teller.pick("Rp1.500.000", "Rp1,500,000"));
    await teller.sees(teller.pick("Rp1.000.000", "Rp1,000,000"));
    await teller.check();
    await teller.press(say("agent.take_enrolled_already"));
    await teller.sees(say("agent.state_taken"));
    await teller.check();

    // The receipt is there to be printed, and the cash goes to the bank under a code.
    await teller.visit("/agent/receipts/1");
    await teller.sees("Sutini Contoh");
    await teller.check(["light", "paper"]);
    await teller.visit("/agent");
    await teller.sees(teller.pick("Rp50.000", "Rp50,000"));
    await teller.check();
    await teller.picture();
    await teller.follow(`${say("agent.handover")} – ${say("agent.held")}`);
    await teller.press(say("agent.hand_over"));
    await teller.sees(say("agent.on_its_way"));
    await teller.check();
    await teller.follow(say("nav.agent_members"));
    await teller.sees("Sutini Contoh");
    await teller.follow(say("nav.agent_commission"));
    await teller.check();
    await teller.follow(say("nav.agent_territory"));
    await teller.check();
  },
};
