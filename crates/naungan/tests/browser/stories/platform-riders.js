// Rizky looks at his platform's riders, at trips that wait, hands over what was put aside, and connects his program.

export default {
  role: "platform",
  institution: "demo",
  walks: true,
  // Riders are named as the platform names them; their own pages are not opened to who pays.
  // A case is looked at by the story of an employer, whose page is the same.
  not: ["/memberships/{membership}", "/payers/{payer}/cases/{case}"],
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const { id, payer } = await counter.riding();
    await teller.enter("platform", ["--payer", id]);
    await teller.visit("/partner");
    await teller.heading(say("partner.title"));
    await teller.sees(payer.name);
    await teller.sees(say("partner.with_platform"));
    await teller.check();
    await teller.picture();
    await teller.leads(teller.page.locator('main a[href="/partner/riders"]').first());
    await teller.heading(say("partner.riders"));
    await teller.sees("R-00001");
    await teller.check();

    // Three trips wait since the demo's last day, each with its reason; looked at once more, they wait as before.
    await teller.visit("/partner/parked");
    await teller.sees(say("partner.why_unknown_rider"));
    await teller.sees(say("partner.why_beyond_consent"));
    await teller.sees(say("partner.why_out_of_order"));
    await teller.press(say("partner.release"));
    await teller.sees(say("partner.why_unknown_rider"));
    await teller.check();

    // What is in one settlement is in no other: one story after the other.
    await counter.alone(async () => {
      await teller.visit("/partner/settlements");
      await teller.sees(say("partner.state_credited"));
      await teller.press(say("partner.settle"));
      await teller.complained("until", say("partner.until_wrong"));
      await teller.put("until", counter.today());
      await teller.press(say("partner.settle"));
      await teller.sees(say("partner.state_asked"));
      await teller.check();
      await teller.leads(teller.page.locator('button[name="withdraw"]').first());
      await teller.sees(say("partner.state_withdrawn"));
    });

    await counter.alone(async () => {
      await teller.visit("/partner/hooks");
      await teller.put("address", "http://127.0.0.1/");
      await teller.press(say("partner.open_hook"));
      await teller.complained("address", teller.pick("https", "https"));
      await teller.put("address", "https://pemberitahuan.contoh.id/naungan");
      await teller.press(say("partner.open_hook"));
      await teller.sees(say("partner.secret"));
      await teller.check();
      await teller.leads(teller.page.locator('button[name="end"]').first());
      await teller.sees(say("partner.no_hooks"));
    });
    await teller.visit("/partner");
  },
};
