// Dewi rides a motorcycle for a living. She registers by telephone, at the pace of somebody who reads each question.

/** Seven pages and what they need, all together. */
const REGISTRATION_BYTES = 300_000;
const REGISTRATION_MS = 180_000;
const QUESTIONS = 6;

/** Somebody who types with one finger. */
const LETTER_MS = 120;

/** A woman born on 12 May 1990, in no province; each variant is another woman. */
const nik = (serial) => `990101520590${String(serial).padStart(4, "0")}`;

/** One is not taken for another. */
const NAMES = ["Anggrek", "Bakung", "Cempaka", "Dahlia", "Kenanga", "Melati", "Seruni", "Teratai"];

export default {
  role: "visitor",
  needs: ["/register"],
  bytesMax: REGISTRATION_BYTES,
  msMax: REGISTRATION_MS,
  letterMs: LETTER_MS,
  async play(teller) {
    const say = teller.pick.bind(teller);
    const next = () => teller.press(say("Lanjut", "Go on"));
    await teller.visit("/register");
    await teller.heading(say("Berapa NIK Anda?", "What is your NIK?"));

    // Fifteen figures: the page says what to do, beside the field, and keeps what she wrote.
    const serial = teller.number();
    await teller.fill(say("Berapa NIK Anda?", "What is your NIK?"), nik(serial).slice(0, -1));
    await next();
    await teller.sees(say("NIK terdiri atas enam belas angka.", "A NIK has sixteen figures."));
    await teller.check();
    await teller.fill(say("Berapa NIK Anda?", "What is your NIK?"), nik(serial));
    await next();

    await teller.heading(say("Siapa nama Anda?", "What is your name?"));
    await teller.fill(say("Siapa nama Anda?", "What is your name?"), `Dewi ${NAMES[serial % NAMES.length]} Rekaan`);
    await teller.check();
    await teller.choose(say("Ini benar", "This is right"));
    await next();

    await teller.heading(say("Pekerjaan dan penghasilan Anda", "Your work and income"));
    await teller.choose(say("Transportasi", "Transport"));
    await teller.select("income", 3);
    await teller.check();
    await next();

    await teller.heading(say("Perlindungan Anda", "What you are protected against"));
    await teller.check();
    await teller.mark("saves", "no");
    await next();

    const telephone = `0812 0000 ${String(serial).padStart(4, "0")}`;
    await teller.fill(say("Berapa nomor HP Anda?", "What is your mobile number?"), telephone);
    await teller.check();
    await next();

    await teller.heading(say("Periksa jawaban Anda", "Check your answers"));
    await teller.check();
    const code = await teller.code(telephone);
    await teller.fill(say("Kode dari HP Anda", "Code from your telephone"), code);
    await teller.press(say("Daftar", "Register"));

    await teller.heading(say("Pendaftaran Anda sudah kami terima", "We have your registration"));
    await teller.sees(say("Bayar iuran pertama", "Pay the first contribution"));
    teller.atMost(QUESTIONS + 1);

    // Her card's number and the code to pay with come to her telephone, and to no page.
    const [, payment] = (await teller.counter.message(telephone, "/pay/")).match(/\/pay\/(\d{11})/);
    await teller.fill(say("Kode iuran", "Payment code"), payment);
    await teller.press(say("Bayar sekarang", "Pay now"));
    await teller.heading(say("Yang harus dibayar", "What is owed"));
  },
};
