// What stands in a form of Wagtail's admin with its inline rows, and putting it there again.
const NOT_OURS = /^(csrfmiddlewaretoken|next|seen)$|-(INITIAL_FORMS|MIN_NUM_FORMS|MAX_NUM_FORMS|ORDER|id)$/;
const MOST_ROWS = 60, COUNT = "-TOTAL_FORMS";

const fields = (form) => [...form.elements].filter((one) => one.name && !NOT_OURS.test(one.name) && !["submit", "button", "file"].includes(one.type));
const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);

export const valuesOf = (form) => Object.fromEntries(fields(form).map((field) => [field.name, valueOf(field)]));

function fill(field, value) {
  if (field.name.endsWith("-DELETE")) {
    if (value) document.getElementById(`${field.id}-button`)?.click();
    return;
  }
  if (field.type === "checkbox") field.checked = value;
  else field.value = value;
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
}

export function restore(form, values) {
  for (const name of Object.keys(values).filter((one) => one.endsWith(COUNT))) {
    const add = document.getElementById(`id_${name.replace(COUNT, "-ADD")}`);
    const isShort = () => Number(form.elements[name]?.value) < Math.min(values[name], MOST_ROWS);
    while (add && !add.disabled && isShort()) add.click();
  }
  const isOther = (field) => field.name in values && !field.name.endsWith(COUNT) && valueOf(field) !== values[field.name];
  fields(form).filter(isOther).forEach((field) => fill(field, values[field.name]));
}
