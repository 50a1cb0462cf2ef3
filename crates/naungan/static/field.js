// What an agent notes in the field waits on the telephone until there is a network; then it is sent, and
// deleted here. Without this file both forms are sent at once.
(() => {
  "use strict";
  const part = document.querySelector("[data-field]");
  if (!part || !window.indexedDB || !navigator.serviceWorker) return;
  const agent = Number(part.dataset.field);
  const find = (name) => part.querySelector(`[data-field-${name}]`);
  const [says, list, ready, send] = ["says", "waiting", "ready", "send"].map(find);
  const say = (text) => { says.textContent = text; };

  const base = new Promise((found, lost) => {
    const asked = indexedDB.open("naungan-field", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("acts", { keyPath: "key" });
    asked.onsuccess = () => found(asked.result);
    asked.onerror = () => lost(asked.error);
  });
  const within = async (mode, act) => {
    const acts = (await base).transaction("acts", mode).objectStore("acts");
    return new Promise((done, lost) => {
      const asked = act(acts);
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => lost(asked.error);
    });
  };
  const all = async () => {
    const kept = await within("readonly", (acts) => acts.getAll());
    return kept.sort((one, other) => one.act.made.localeCompare(other.act.made));
  };

  const shown = ({ act }) => {
    const what = act.enrol ? act.enrol.name : `${act.collect.card ?? ""} Rp${act.collect.amount}`;
    return `${act.enrol ? part.dataset.enrol : part.dataset.collect}: ${what}`;
  };
  const item = (where, text, href) => {
    const line = document.createElement("li");
    const inside = href ? document.createElement("a") : line;
    if (href) inside.href = href;
    inside.textContent = text;
    if (href) line.append(inside);
    where.append(line);
  };

  // Who was enrolled here can pay before anybody knows the number of the card.
  const enrolled = document.querySelector("[data-field-enrolled]");
  const choice = enrolled.querySelector("select");
  const redraw = async () => {
    const kept = await all();
    const mine = kept.filter((one) => one.agent === agent);
    list.replaceChildren();
    mine.forEach((one) => item(list, shown(one)));
    if (kept.length > mine.length) item(list, part.dataset.other);
    send.disabled = mine.length === 0;
    while (choice.options.length > 1) choice.remove(1);
    mine.filter(({ act }) => act.enrol).forEach((one) => choice.add(new Option(one.act.enrol.name, one.key)));
    enrolled.hidden = choice.options.length === 1;
  };

  // Whole rupiah, with or without points or commas between thousands; what could be read in two ways is nothing.
  const rupiah = (text) => {
    const digits = text.trim().replace(/^Rp\s*/, "");
    const isWhole = /^(\d{1,12}|\d{1,3}(\.\d{3}){1,3}|\d{1,3}(,\d{3}){1,3})$/.test(digits);
    return isWhole ? Number(digits.replace(/[.,]/g, "")) : 0;
  };
  const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text);
  const hex = (byte) => byte.toString(16).padStart(2, "0");
  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), hex).join("");
  const keep = async (act) => {
    const one = { key: key(), made: new Date().toISOString(), ...act };
    await within("readwrite", (acts) => acts.put({ key: one.key, agent, act: one }));
    return one.key;
  };
  // The institution's own day, also on a page that was kept days ago.
  const field = document.getElementById("day");
  const today = () => {
    const now = new Date();
    const noon = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate(), 12);
    let known = JSON.parse(localStorage.getItem("naungan-day"));
    if (known?.day !== field.defaultValue) {
      known = { day: field.defaultValue, noon };
      localStorage.setItem("naungan-day", JSON.stringify(known));
    }
    return new Date(Date.parse(known.day) + noon - known.noon).toISOString().slice(0, 10);
  };
  field.value = today();

  const read = {
    "field-enrol": async (form) => {
      const of = (name) => String(form.get(name) ?? "").trim();
      const enrol = {
        nik: of("nik"), name: of("name"), phone: of("phone"), sector: of("sector"),
        income: rupiah(of("income")), saves: of("saves") === "yes", area: of("area"),
      };
      const full = [enrol.nik, enrol.name, enrol.phone, enrol.sector, enrol.income, of("saves"), enrol.area];
      if (full.some((value) => !value)) return false;
      const amount = rupiah(of("paid"));
      if (of("paid") && amount === 0) return false;
      const enrolment = await keep({ enrol });
      if (amount > 0) await keep({ collect: { enrolment, amount, day: today() } });
      return true;
    },
    "field-collect": async (form) => {
      const of = (name) => String(form.get(name) ?? "").trim();
      const whose = of("enrolment") ? { enrolment: of("enrolment") } : { card: of("card") };
      const collect = { ...whose, amount: rupiah(of("amount")), day: of("day") };
      if (!Object.values(whose)[0] || collect.amount <= 0 || !isDay(collect.day)) return false;
      await keep({ collect });
      return true;
    },
  };
  Object.entries(read).forEach(([id, take]) => {
    const form = document.getElementById(id);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!(await take(new FormData(form)))) {
        say(part.dataset.missing);
        says.scrollIntoView({ block: "center" });
        return;
      }
      form.reset();
      field.value = today();
      await redraw();
      say(navigator.onLine ? part.dataset.kept : part.dataset.offline);
      await sync();
    });
  });

  // At most so many at once, as the counter takes them.
  const MOST = 200;
  const told = async (mine) => {
    const asked = await fetch("/api/v1/agent/field");
    if (asked.status === 401) return say(part.dataset.signIn);
    const { form_token: token, agent: whose } = await asked.json();
    if (whose !== agent) return say(part.dataset.other);
    const some = mine.slice(0, MOST);
    const sent = await fetch("/api/v1/agent/acts", {
      method: "POST",
      headers: { "content-type": "application/json", "x-form-token": token },
      body: JSON.stringify({ acts: some.map(({ act }) => act) }),
    });
    if (!sent.ok) throw new Error(String(sent.status));
    const { answers } = await sent.json();
    const came = find("came");
    came.hidden = false;
    for (const answer of answers) {
      const one = some.find(({ key }) => key === answer.key);
      // It is kept by the institution now, whatever the answer.
      await within("readwrite", (acts) => acts.delete(answer.key));
      const text = `${one ? shown(one) : answer.key} – ${part.dataset[answer.answer]}`;
      item(find("answers"), answer.says ? `${text}: ${answer.says}` : text, `/agent/acts/${answer.act}`);
    }
    say("");
    return mine.length > MOST ? told(mine.slice(MOST)) : undefined;
  };
  let busy = false;
  const sync = async () => {
    if (busy || !navigator.onLine) return;
    busy = true;
    try {
      const mine = (await all()).filter((one) => one.agent === agent);
      if (mine.length > 0) await told(mine);
    } catch (error) {
      // What cannot even be asked has no network, whatever the browser believes.
      say(error instanceof TypeError ? part.dataset.offline : part.dataset.failed);
    }
    busy = false;
    await redraw();
  };
  send.addEventListener("click", () => (navigator.onLine ? sync() : say(part.dataset.offline)));
  window.addEventListener("online", sync);
  window.addEventListener("offline", () => say(part.dataset.offline));

  const begin = async () => {
    part.hidden = false;
    await redraw();
    await navigator.serviceWorker.register("/static/field-worker.js", { scope: "/agent/field" });
    await navigator.serviceWorker.ready;
    if (await caches.match("/agent/field", { ignoreVary: true })) ready.textContent = part.dataset.ready;
    if (!navigator.onLine) say(part.dataset.offline);
    await sync();
  };
  begin();
})();
