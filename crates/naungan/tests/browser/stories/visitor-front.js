// Somebody who has heard of it opens the front page on a cheap telephone.

/** The first page, with everything it needs. */
const FIRST_PAGE_BYTES = 100_000;

export default {
  role: "visitor",
  // With months that were counted: the figures and the map are what weighs.
  institution: "demo",
  needs: ["/"],
  async play(teller) {
    await teller.visit("/");
    await teller.heading(teller.pick("Perlindungan kerja untuk semua", "Protection at work, for everybody"));
    await teller.sees(teller.pick("Peragaan: semua orang", "A demonstration: every person"));
    teller.within(FIRST_PAGE_BYTES);
    await teller.check();
    await teller.picture();
    await teller.follow(teller.pick("English", "Indonesia"));
    await teller.heading(teller.pick("Protection at work, for everybody", "Perlindungan kerja untuk semua"));
    await teller.follow(teller.pick("Indonesia", "English"));
  },
};
