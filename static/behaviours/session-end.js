// Warns before the session ends, and lets its user stay by one click. Typing alone does
// not prolong it: nothing that is typed leaves the page before it is sent, and a book on
// the keyboard must not keep a record open. Other tabs share the session, so the server
// knows how long it has left.
const WARNED = 120; // seconds before the end
const SOON = [120, 60, 30, 15]; // when the time is announced
const INQUIRE_AGAIN = 15;

export function begin(dialog) {
  const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
  const { leftAddress, stayAddress, signInAddress, token } = dialog.dataset;
  const typed = new Set();
  let ends = Date.now() + Number(dialog.dataset.left) * 1000;
  let timer, inquired = 0, ended = false, announced, longest = false, unsent = [];

  const left = () => Math.round((ends - Date.now()) / 1000);

  async function ask(address, options) {
    try {
      const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...options });
      if (answer.ok) return (await answer.json()).left;
      if (answer.type === "opaqueredirect" || answer.status === 400) return 0;
    } catch {
      return undefined; // without a network the clock of this page has to do
    }
    return null;
  }

  function later(seconds) {
    clearTimeout(timer);
    timer = setTimeout(tick, Math.max(seconds, 0.5) * 1000);
  }

  async function tick() {
    if (ended) return;
    if (left() > WARNED) return later(left() - WARNED);
    if (Date.now() - inquired > INQUIRE_AGAIN * 1000 || left() <= 0) {
      inquired = Date.now();
      const found = await ask(leftAddress);
      if (found != null) ends = Date.now() + found * 1000;
    }
    if (left() > WARNED) {
      close();
      return later(left() - WARNED);
    }
    if (left() <= 0) return end();
    warn();
    later(1);
  }

  function warn() {
    if (!dialog.open) {
      announced = undefined;
      dialog.showModal();
      part("stay").focus();
    }
    const step = SOON.filter((each) => left() <= each).pop() ?? WARNED;
    if (step === announced) return;
    announced = step;
    const words = step >= 120 ? "2 minutes" : step === 60 ? "1 minute" : `${step} seconds`;
    part("time").textContent = longest
      ? `You have been signed in for as long as is possible. You will be signed out in ${words}.`
      : `For security, you will be signed out in ${words}.`;
  }

  // The record leaves the page with the session; what was typed waits in memory.
  function end() {
    ended = true;
    clearTimeout(timer);
    unsent = [...typed]
      .filter((form) => form.isConnected)
      .map((form) => [form.getAttribute("action") || location.href, body(form)]);
    if (!unsent.length) return signInAgain();
    close();
    document.body.replaceChildren(dialog);
    dialog.classList.add("tracker-session-end--ended");
    part("title").textContent = "You have been signed out";
    part("time").textContent = "Sign in again to go on.";
    part("more").textContent =
      "What you typed is not saved. It is kept for you for one day, and shown to you after you sign in.";
    part("stay").textContent = "Sign in again";
    dialog.showModal();
    part("stay").focus();
  }

  function close() {
    if (dialog.open) dialog.close();
  }

  async function stay() {
    const found = await ask(stayAddress, { method: "POST", headers: { "X-CSRFToken": token } });
    if (found == null) return;
    ends = Date.now() + found * 1000;
    if (found === 0) return end();
    longest = found <= WARNED;
    close();
    // The longest session cannot be prolonged; its end is shown when it comes.
    later(found > WARNED ? found - WARNED : found);
  }

  function body(form) {
    const files = form.getAttribute("enctype") === "multipart/form-data";
    const made = files ? new FormData() : new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (!(value instanceof File)) made.append(name, value);
      else if (files) made.append(name, new File([], value.name)); // its name alone
    }
    return made;
  }

  async function signInAgain() {
    while (unsent.length) {
      const [address, body] = unsent[0];
      if ((await ask(address, { method: "POST", body })) === undefined) {
        part("time").textContent = "There is no connection, so what you typed is not kept yet. Try again.";
        return;
      }
      unsent.shift();
    }
    const here = location.pathname + location.search;
    location.assign(`${signInAddress}?${new URLSearchParams({ next: here })}`);
  }

  part("stay").addEventListener("click", () => (ended ? signInAgain() : stay()));
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (!ended) stay();
  });
  dialog.addEventListener("close", () => {
    if (ended && !dialog.open && document.body.childElementCount === 1) dialog.showModal();
  });
  for (const heard of ["input", "change"]) {
    document.addEventListener(heard, ({ target }) => {
      if (target.form?.getAttribute("method") === "post") typed.add(target.form);
    });
  }
  document.addEventListener("submit", ({ target }) => typed.delete(target));
  // A computer that slept, or a page taken back from the browser's memory.
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  window.addEventListener("pageshow", tick);
  later(left() - WARNED);
}
