// The form "What happened?": another kind of activity takes the activity back that was
// chosen under the kind before, and "After saving" follows what is chosen. Without this
// the button "Show what changes" does the same.
export function begin(form) {
  const panel = document.getElementById("after-saving");
  let waiting;
  form.addEventListener("change", (event) => {
    if (event.target.name === "kind") {
      for (const each of form.querySelectorAll("[name=activity]:checked")) each.checked = false;
    }
    clearTimeout(waiting);
    if (!form.querySelector("[name=activity]:checked") || !form.querySelector("[name=outcome]:checked")) return;
    waiting = setTimeout(async () => {
      const fields = new FormData(form);
      fields.set("step", "preview");
      const answer = await fetch(location.href, { method: "POST", body: new URLSearchParams(fields) });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById("after-saving");
      if (found) panel.replaceChildren(...found.childNodes);
    }, 600);
  });
}
