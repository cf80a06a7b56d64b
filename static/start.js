// Starts what GOV.UK Frontend brings to a page, and our own behaviours where a page
// asks for them by name: data-behaviour="provider-picker".
import { initAll } from "./vendor/govuk/govuk-frontend.min.js";

initAll();
for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(" ")) {
    const { begin } = await import(`./behaviours/${name}.js`);
    begin(element);
  }
}
