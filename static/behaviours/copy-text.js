// Adds a button that copies the whole text of the field. Without this the text is
// selected and copied by hand, or downloaded.
export function begin(part) {
  const field = part.querySelector("textarea");
  if (!field || !navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = "Copy";
  const done = document.createElement("p");
  done.className = "govuk-body";
  done.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      done.textContent = "Copied. Paste it where you need it.";
    } catch {
      field.select();
      done.textContent = "Press Ctrl and C to copy what is selected.";
    }
  });
  field.after(button, done);
}
