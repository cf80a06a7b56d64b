// Lets a queue be worked through by keyboard: each element with data-key is pressed by
// that key, unless somebody is writing or holds another key down. The keys are listed on
// the page, and nothing is there that the mouse does not reach as well. Whoever dictates
// or presses keys by accident turns them off; the browser remembers it.
const REMEMBERED = "tracker keys off";

export function begin(page) {
  const writing = "input:not([type=radio]):not([type=checkbox]), textarea, select";
  document.addEventListener("keydown", (event) => {
    if (localStorage.getItem(REMEMBERED) || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest(writing)) return;
    const wanted = page.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!wanted) return;
    event.preventDefault();
    wanted.focus();
    wanted.click();
  });
  page.querySelector("[data-keys]")?.removeAttribute("hidden");
  const button = page.querySelector("[data-keys-switch]");
  const say = () => {
    const off = localStorage.getItem(REMEMBERED) !== null;
    button.textContent = off ? "Turn shortcuts on" : "Turn shortcuts off";
    button.setAttribute("aria-pressed", String(off));
  };
  button?.addEventListener("click", () => {
    if (localStorage.getItem(REMEMBERED)) localStorage.removeItem(REMEMBERED);
    else localStorage.setItem(REMEMBERED, "yes");
    say();
  });
  if (button) say();
}
