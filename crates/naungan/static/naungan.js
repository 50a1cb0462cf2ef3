// Only makes it nicer: every page works without this file.
(() => {
  "use strict";
  const all = (what, act) => document.querySelectorAll(what).forEach(act);

  // The other language of the same page, with the same question.
  all(".languages a", (link) => {
    const here = new URL(location.href);
    here.searchParams.set("lang", link.lang);
    link.href = here.pathname + here.search;
  });

  // What is wrong is read first.
  const wrong = document.querySelector("[data-focus]");
  if (wrong) wrong.focus();

  // <button data-copy="id of the text" data-whole (with its blanks) data-done="what to say then" hidden>
  all("[data-copy]", (button) => {
    if (!navigator.clipboard) return;
    const says = button.textContent;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copy).textContent;
      const blanks = "whole" in button.dataset;
      await navigator.clipboard.writeText(blanks ? text : text.replace(/\s/g, ""));
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = says; }, 4000);
    });
  });

  // Whoever signs out leaves no page on a telephone that others use; what waits to be sent stays.
  all('form[action="/sign-out"]', (form) => {
    form.addEventListener("submit", () => window.caches?.delete("naungan-field-1"));
  });

  // <button data-print hidden>
  all("[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // <div data-events="where it is told how far it is">: the bar moves, and the page comes again at the end.
  all("[data-events]", (part) => {
    if (!window.EventSource) return;
    const source = new EventSource(part.dataset.events);
    source.addEventListener("progress", (event) => {
      const far = JSON.parse(event.data);
      const bar = part.querySelector("progress");
      if (bar && far.total > 0) {
        bar.max = far.total;
        bar.value = far.done;
      } else if (far.total > 0) {
        location.reload();
      }
    });
    source.addEventListener("over", () => {
      source.close();
      location.reload();
    });
  });

  // <form data-auto>: a filter applies as soon as it is chosen; its button stays for everybody else.
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-auto")) form.requestSubmit();
  });

  // <form data-guard>: asks before something half filled in is left.
  let half = false;
  document.addEventListener("input", (event) => {
    if (event.target.form && event.target.form.hasAttribute("data-guard")) half = true;
  });
  document.addEventListener("submit", () => { half = false; });
  window.addEventListener("beforeunload", (event) => { if (half) event.preventDefault(); });

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
    setTimeout(() => { delete event.target.dataset.sent; }, 3000);
  });
})();
