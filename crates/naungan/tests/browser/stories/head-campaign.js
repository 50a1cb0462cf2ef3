// Sri opens a campaign for the fishermen of her province, lets its share fall sooner, and closes it.

export default {
  role: "head",
  institution: "demo",
  async play(teller) {
    const { counter } = teller;
    const say = teller.text.bind(teller);
    const branch = await counter.branch(await counter.employer(0));
    await teller.enter("head", ["--branch", branch.branch]);
    await teller.follow(say("nav.campaigns"));
    await teller.heading(say("campaigns.title"));
    await teller.check();
    await teller.follow(say("campaigns.new"));
    await teller.heading(say("campaigns.new"));
    await teller.press(say("campaigns.to_check"));
    await teller.complained("months", teller.pick("jumlah bulan", "1 to 60 months"));
    await teller.check();
    const name = `Nelayan ${teller.number()}`;
    await teller.put("name", name);
    await teller.put("told", "Perlindungan bagi nelayan kecil; rekaan.");
    await teller.mark("sources", "company");
    await teller.put("works", "nelayan");
    await teller.pickValue("decile", "4");
    await teller.mark("who", "women");
    await teller.put("months", "6");
    await teller.pickValue("first", "poorer");
    await teller.put("steps", "4 50%\n3 1/2");
    await teller.press(say("campaigns.to_check"));
    await teller.complained("steps", teller.pick("langkah bulan 3", "the step of month 3"));
    await teller.put("steps", "4 50%");
    await teller.press(say("campaigns.to_check"));
    await teller.heading(say("register.check"));
    await teller.sees(say("campaigns.of_decile", { value: 4 }));
    await teller.check();
    await teller.press(say("campaigns.open_now"));
    await teller.heading(name);
    await teller.sees(say("campaigns.steps_come_to"));
    await teller.check();

    await teller.follow(say("campaigns.change"));
    await teller.check();
    await teller.put("steps", "2 1/2\n4 0");
    await teller.press(say("campaigns.to_check"));
    await teller.check();
    await teller.press(say("campaigns.set_now"));
    await teller.heading(name);

    await teller.follow(say("campaigns.close"));
    await teller.sees(say("campaigns.close_means"));
    await teller.check();
    await teller.press(say("campaigns.close_now"));
    await teller.heading(name);
    await teller.sees(say("solidarity.closed"));
    await teller.check();
  },
};
