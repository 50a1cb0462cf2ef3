// A widow reports a death without signing in, and follows the case with her reference and a code.

const LATER_MS = 180_000;

export default {
  role: "heir",
  institution: "demo",
  walks: true,
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const { membership } = await counter.worker(teller.no);
    const person = await counter.person(membership);
    const serial = String(teller.number()).padStart(4, "0");
    const telephone = `0814 0000 ${serial}`;
    await known(counter, person, serial, telephone);

    await teller.visit("/death");
    await teller.heading(say("death.number"));
    await teller.fill(say("death.number"), "12");
    await teller.press(say("report.go_on"));
    await teller.complained("number", say("death.number_unread"));
    await teller.check();
    await teller.fill(say("death.number"), person.nik);
    await teller.press(say("report.go_on"));
    await teller.heading(say("death.when"));
    await teller.put("day", counter.today());
    await teller.mark("work", "no");
    await teller.check();
    await teller.press(say("report.go_on"));
    await teller.heading(say("death.you"));
    await teller.fill(say("death.name"), "Wulan Rekaan");
    await teller.mark("relation", "spouse");
    await teller.check();
    await teller.press(say("report.go_on"));
    await teller.fill(say("death.telephone"), telephone);
    await teller.check();
    await teller.press(say("report.go_on"));
    await teller.heading(say("report.check"));
    await teller.check();
    await teller.fill(say("register.code"), await teller.code(telephone));
    await teller.press(say("death.send"));
    await teller.heading(say("death.done"));
    await teller.check();
    await teller.picture();
    const reference = await teller.page.locator("p.code").innerText();

    // The institution knows this telephone of this very relative: the case is open soon.
    // Work that met others in its way is done again a minute later.
    await counter.message(telephone, reference, LATER_MS);
    await teller.follow(say("death.have_reference"));
    await teller.fill(say("heir.reference"), "x");
    await teller.press(say("sign_in.send_code"));
    await teller.complained("reference", say("heir.reference_unread"));
    await teller.check();
    await teller.fill(say("heir.reference"), reference.toLowerCase());
    await teller.press(say("sign_in.send_code"));
    await teller.heading(say("heir.code_title"));
    await teller.check();
    await teller.fill(say("sign_in.code"), await teller.code(telephone, "perkara keluarga"));
    await teller.press(say("sign_in.enter"));

    await teller.heading(say("nav.heir"));
    await teller.check();
    await teller.follow(person.name);
    await teller.heading(person.name);
    await teller.sees(say("heir.heirs"));
    await teller.sees("Rp42");
    await teller.check();
    await teller.paper("file-death_certificate");
    await teller.sees(say("case.done_paper"));
    await teller.fill(say("case.account_name"), "Wulan Rekaan");
    await teller.fill(say("case.bank"), "BMRIIDJA");
    await teller.fill(say("case.account_number"), "9900112233");
    await teller.press(say("case.account_send"));
    await teller.sees(say("case.done_account"));
    await teller.check();
  },
};

/** A wife whom the register knows, with her telephone. */
async function known(counter, person, serial, telephone) {
  const nik = `990102520590${serial}`;
  const who = ["--nik", nik, "--name", "Wulan Rekaan", "--sex", "female", "--birth", "1990-05-12"];
  await counter.alone(async () => {
    const wife = await counter.asked("person", "register", ...who, "--phone", telephone, "--another");
    const { relative } = await counter.asked("person", "relative", "add", String(person.id), "--relation", "spouse",
      "--name", "Wulan Rekaan", "--birth", "1990-05-12", "--from", "2015-06-01");
    await counter.naungan("--today", counter.today(), "claim", "relative", String(person.id), String(relative),
      "--is", String(wife.person));
  });
}
