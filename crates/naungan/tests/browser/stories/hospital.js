// Ratna asks at the door of a hospital whether care is paid, tells of the accident, and bills for it.

export default {
  role: "hospital",
  institution: "demo",
  walks: true,
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const { employer, membership } = await counter.worker(16 + teller.no);
    const person = await counter.person(membership);
    const day = counter.today();

    // A hospital is an employer too: its own number as a payer says whose account it is.
    await teller.enter("hospital", ["--payer", employer.id]);
    await teller.heading(say("hospital.title"));
    await teller.press(say("hospital.ask"));
    await teller.complained("number", say("death.number_unread"));
    await teller.check();
    await teller.put("number", person.nik);
    await teller.put("day", day);
    await teller.press(say("hospital.ask"));
    await teller.sees(say("hospital.secures"));
    await teller.check();
    await teller.picture();

    await teller.follow(say("hospital.report"));
    await teller.put("number", person.nik);
    await teller.put("day", day);
    await teller.mark("cause", "accident");
    await teller.check();
    await teller.press(say("report.send"));
    await teller.sees(say("hospital.reported"));
    await teller.check();

    await teller.follow(say("nav.care_bills"));
    await teller.heading(say("nav.care_bills"));
    await teller.follow(say("hospital.bill_new"));
    await teller.press(say("hospital.bill_send"));
    await teller.complained("bill", say("hospital.bill_missing"));
    await teller.check();
    await teller.put("number", person.kpj);
    await teller.put("day", day);
    await teller.put("bill", `RS/${teller.number()}`);
    await teller.put("date", day);
    await teller.pickValue("item_kind_1", "surgery");
    await teller.put("item_day_1", day);
    await teller.put("item_cost_1", "12.500.000");
    await teller.pickValue("item_kind_2", "comfort");
    await teller.put("item_day_2", day);
    await teller.put("item_cost_2", "300.000");
    await teller.press(say("hospital.bill_send"));
    await teller.sees(say("hospital.state_taken"));
    await teller.sees(teller.pick("Rp12.500.000", "Rp12,500,000"));
    await teller.check();
    await teller.follow(say("nav.care_bills"));
    await teller.check();
  },
};
