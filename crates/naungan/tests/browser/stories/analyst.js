// Putu reads figures, and can reach nobody's name.

export default {
  role: "analyst",
  institution: "demo",
  walks: true,
  async play(teller) {
    const say = teller.text.bind(teller);
    await teller.enter("analyst");
    await teller.heading(say("nav.figures"));
    for (const key of ["segments", "sexes", "provinces", "growth", "collection"]) {
      await teller.sees(say(`staff.figures.${key}`));
    }
    await teller.check(["light", "dark", "paper"]);
    await teller.picture();
    const answer = await teller.page.request.get(new URL("/desk/people", teller.counter.address).href);
    if (answer.status() !== 403) {
      throw new Error(`an analyst who looks for people is answered ${answer.status()}`);
    }
  },
};
