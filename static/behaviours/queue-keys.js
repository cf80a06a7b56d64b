// Lets a queue be worked through by keyboard: each element with data-key is pressed by
// that key, unless somebody is writing or holds another key down. The keys are listed on
// the page, and nothing is there that the mouse does not reach as well.
export function begin(page) {
  const writing = "input:not([type=radio]):not([type=checkbox]), textarea, select";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target.closest(writing)) return;
    const wanted = page.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!wanted) return;
    event.preventDefault();
    wanted.focus();
    wanted.click();
  });
  page.querySelector("[data-keys]")?.removeAttribute("hidden");
}
