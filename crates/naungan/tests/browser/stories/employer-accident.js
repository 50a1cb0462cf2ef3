// Dewi reports an accident of a worker, with the two days in sight, and hands in the first report.

export default {
  role: "employer",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const { employer, membership } = await counter.worker(8 + teller.no);
    const person = await counter.person(membership);

    await teller.enter("employer", ["--payer", employer.id]);
    await teller.follow(say("nav.worker_cases"));
    await teller.heading(say("employer.cases"));
    await teller.check();
    await teller.follow(say("employer.case_report"));
    await teller.sees(say("employer.two_days"));
    await teller.press(say("employer.look"));
    await teller.complained("day", say("report.day_missing"));
    await teller.check();
    await teller.put("number", person.nik);
    await teller.mark("event", "work_accident");
    await teller.put("day", `${counter.today().slice(0, 7)}-03`);
    await teller.mark("cause", "accident");
    await teller.press(say("employer.look"));

    // What lateness costs is said before it is reported.
    await teller.heading(say("report.check"));
    await teller.sees(say("employer.report_late"));
    await teller.check();
    await teller.visit(teller.page.url().replace(teller.counter.address, ""));
    await teller.put("number", person.nik);
    await teller.mark("event", "work_accident");
    await teller.put("day", counter.today());
    await teller.mark("cause", "accident");
    await teller.press(say("employer.look"));
    await teller.sees(say("employer.report_in_time"));
    await teller.check();
    await teller.press(say("report.send"));

    await teller.heading(person.name);
    await teller.sees(say("case.done_report"));
    await teller.check();
    const paper = await teller.page.locator('input[type="file"]').first().getAttribute("id");
    await teller.paper(paper);
    await teller.sees(say("case.done_paper"));
    await teller.check();
  },
};
