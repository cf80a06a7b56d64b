// Starts what GOV.UK Frontend brings to a page, and our own behaviours where a page
// asks for them by name: data-behaviour="provider-picker". When all of them have begun
// and drawn what they draw, the page says so: data-begun.
import { initAll } from "./vendor/govuk/govuk-frontend.min.js";

initAll();
const begun = [];
for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(" ")) {
    const { begin } = await import(`./behaviours/${name}.js`);
    begun.push(begin(element));
  }
}
await Promise.all(begun);
document.documentElement.dataset.begun = "";
