// A button that copies the text of a field, where the browser can do that.
export function begin(element) {
  const input = element.querySelector("input");
  if (!input || !navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary tracker-copy";
  button.textContent = "Copy link";
  const told = document.createElement("span");
  told.className = "govuk-body tracker-copy__told";
  told.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
      told.textContent = "Copied.";
    } catch {
      told.textContent = "Press Ctrl and C to copy it.";
    }
  });
  element.append(button, told);
}
