// Lets files be dropped anywhere on the form, and says which were chosen. The file field
// itself stays what it is, so that it can be used by keyboard and without this.
export function begin(form) {
  const field = form.querySelector("input[type=file]");
  if (!field) return;
  const said = document.createElement("p");
  said.className = "govuk-body tracker-drop__said";
  said.setAttribute("role", "status");
  field.after(said);
  form.classList.add("tracker-drop--ready");
  const tell = () => {
    const names = [...field.files].map((file) => file.name);
    said.textContent = names.length ? `Chosen: ${names.join(", ")}` : "";
  };
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("tracker-drop--over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    form.addEventListener(name, () => form.classList.remove("tracker-drop--over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    const kept = new DataTransfer();
    const many = field.multiple ? [...event.dataTransfer.files] : [event.dataTransfer.files[0]];
    for (const file of many) kept.items.add(file);
    field.files = kept.files;
    tell();
  });
  field.addEventListener("change", tell);
}
