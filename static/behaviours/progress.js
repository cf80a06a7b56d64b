// Asks how far long work is, every second, and puts the newest state into the page.
// When the work has ended the whole page is loaded, because there is more to show.
export function begin(element) {
  if (!element.querySelector("[role=status]")) return;
  const address = element.dataset.address;
  const timer = setInterval(async () => {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-behaviour=progress]");
    if (!answer.ok || !now || !now.querySelector("[role=status]")) {
      clearInterval(timer);
      location.assign(address);
      return;
    }
    element.replaceChildren(...now.childNodes);
  }, 1000);
}
