// A school, college or provider by the first letters of its name, an old name, its town
// or its URN. Without this the page asks which one is meant after it has been sent.
export function begin(element) {
  const input = element.querySelector("input[type=text]");
  const key = element.querySelector("input[name=provider_key]");
  if (!input || !key || !window.accessibleAutocomplete) return;

  const place = document.createElement("div");
  const { id, name, value } = input;
  const described = input.getAttribute("aria-describedby");
  let asked;
  input.remove();
  element.querySelector(".govuk-form-group").append(place);
  window.accessibleAutocomplete({
    element: place,
    id,
    name,
    defaultValue: value,
    minLength: 2,
    confirmOnBlur: false,
    displayMenu: "overlay",
    source: (words, show) => {
      key.value = "";
      clearTimeout(asked);
      asked = setTimeout(async () => {
        const address = `${element.dataset.address}?q=${encodeURIComponent(words)}`;
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        show(answer.ok ? await answer.json() : []);
      }, 150);
    },
    templates: {
      inputValue: (found) => (found ? found.name : ""),
      suggestion: (found) => {
        if (typeof found === "string") return escaped(found);
        return `${escaped(found.name)} <span class="tracker-quiet">${escaped(found.about)}</span>`;
      },
    },
    onConfirm: (found) => {
      if (found) key.value = found.key;
    },
    tNoResults: () => "No matches",
  });
  if (described) element.querySelector("input[type=text]")?.setAttribute("aria-describedby", described);
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}
