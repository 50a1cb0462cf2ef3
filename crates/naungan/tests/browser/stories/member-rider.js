// Somebody who rides looks at what her trips put aside, through whom, and takes back what she allowed one platform.

export default {
  role: "member",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const person = (await counter.riders())[teller.no];
    await teller.visit("/sign-in");
    await teller.fill(say("sign_in.number"), person.nik);
    await teller.press(say("sign_in.send_code"));
    await teller.heading(say("sign_in.code_title"));
    await teller.fill(say("sign_in.code"), await teller.code(person.phone));
    await teller.press(say("sign_in.enter"));
    await teller.heading(person.name);
    await teller.check();
    await teller.follow(say("nav.trips"));
    await teller.heading(say("trips.title"));
    await teller.sees(say("trips.through"));
    await teller.sees(say("trips.left"));
    // Each month names the platforms that carried it.
    if (await teller.page.locator("main tbody th", { hasText: "Contoh" }).count() === 0) {
      throw new Error("no month names a platform");
    }
    await teller.check();
    await teller.picture("rider");
    await teller.follow(say("trips.consents"));
    await teller.heading(say("trips.consents"));
    await teller.sees(say("trips.purpose_put_aside"));
    await teller.check();
    // Taken back, and allowed again: nobody but herself does that.
    const says = say("trips.purpose_put_aside");
    await teller.press(say("trips.take_back", { says }));
    await teller.heading(say("trips.consents"));
    await teller.check();
    await teller.press(say("trips.allow_again", { says }));
    await teller.heading(say("trips.consents"));
    await teller.press(say("trips.take_back", { says }));
    await teller.sees(say("trips.allow_again", { says }));
    await teller.visit("/me/trips");
  },
};
