// Agus cares for somebody who lost her job: her months of cash, what she did for the next, what was agreed.

export default {
  role: "officer",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const { claim, person, employer } = await counter.jobless();
    const branch = await counter.branch(employer);
    await teller.enter("officer", ["--branch", String(branch.branch)]);

    await teller.visit("/desk/jobs");
    await teller.heading(say("jobs.caseload_title"));
    await teller.sees(person.name);
    await teller.check();
    await teller.visit(`/people/${person.id}/jobs`);
    await teller.heading(person.name);
    await teller.sees(say("jobs.month_no", { no: "1" }));
    await teller.sees(say("jobs.state_paid"));
    await teller.sees(say("jobs.interviews"));
    await teller.check();
    await teller.press(say("jobs.counsel_send"));
    await teller.complained("text", "");
    const agreed = `Melamar dua pekerjaan lagi, nomor ${teller.number()}`;
    await teller.put("text", agreed);
    await teller.press(say("jobs.counsel_send"));
    await teller.sees(agreed);
    await teller.check();
    await teller.picture();

    // The letter of the first month, and what was objected to it.
    await teller.visit(`/claims/${claim}/letter/1`);
    await teller.sees(person.name);
    await teller.check();
    await teller.visit("/desk/grievances");
    await teller.heading(say("grievance.desk"));
    await teller.sees(person.name);
    await teller.check();
    await teller.visit("/desk/training");
    await teller.heading(say("jobs.training_title"));
    await teller.sees("BLK Contoh");
    await teller.check();
  },
};
