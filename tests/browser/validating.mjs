// Reads every HTML file of a folder as strictly as the specification asks, and prints
// what is wrong as JSON: node validating.mjs <folder of packages> <folder of pages>.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [packages, pages] = process.argv.slice(2);
const { HtmlValidate, StaticConfigLoader } = createRequire(join(packages, "x"))(
  "html-validate",
);
const reader = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:standard"],
  }),
);
const found = [];
for (const name of readdirSync(pages).sort()) {
  const report = reader.validateStringSync(readFileSync(join(pages, name), "utf-8"));
  for (const { messages } of report.results) {
    for (const { ruleId, line, message } of messages) {
      found.push({ name, ruleId, line, message });
    }
  }
}
console.log(JSON.stringify(found));
