// Somebody reports a death under a number that is nobody's: she is answered like everybody else, and the
// branches have it on their list.

export default {
  role: "visitor",
  institution: "demo",
  async play(teller) {
    const say = teller.text.bind(teller);
    const serial = String(teller.number()).padStart(4, "0");
    const telephone = `0815 0000 ${serial}`;
    await teller.visit("/");
    await teller.follow(say("nav.death"));
    await teller.fill(say("death.number"), `990103520590${serial}`);
    await teller.press(say("report.go_on"));
    await teller.put("day", teller.counter.today());
    await teller.mark("work", "yes");
    await teller.press(say("report.go_on"));
    await teller.fill(say("death.name"), "Yanti Rekaan");
    await teller.mark("relation", "sibling");
    await teller.press(say("report.go_on"));
    await teller.fill(say("death.telephone"), telephone);
    await teller.press(say("report.go_on"));
    await teller.fill(say("register.code"), await teller.code(telephone));
    await teller.press(say("death.send"));
    await teller.heading(say("death.done"));
    await teller.check();
    await teller.follow(say("death.have_reference"));
    await teller.heading(say("heir.reference"));
  },
};
