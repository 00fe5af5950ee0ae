// A question's form as plain fields. It knows no question type: names and values are the server's (letters, never ids).
const OURS = ["csrfmiddlewaretoken", "go"];
const isText = (control) => control.tagName === "SELECT" || control.type === "text";
const controls = (form) => [...form.elements].filter((each) => each.name && !OURS.includes(each.name));

export function fieldsOf(form) {
  const fields = {};
  const unread = controls(form).filter((each) => !each.validity.valid).map((each) => each.name); // 1.000: no answer yet
  for (const [name, value] of new FormData(form)) {
    if (value.trim() && ![...OURS, ...unread].includes(name)) (fields[name] ??= []).push(value);
  }
  return fields;
}

export function fill(form, fields) {
  for (const control of controls(form)) {
    const values = fields[control.name] ?? [];
    if (isText(control)) control.value = values[0] ?? "";
    else control.checked = values.includes(control.value);
  }
  form.dispatchEvent(new Event("filled")); // for what shows the fields in another way
}

// tell(form) of a choice at once, and of what is being written soon: nobody need leave the field first.
export function keepTyping(paper, tell) {
  let soon;
  const now = (form) => { clearTimeout(soon); tell(form); };
  paper.addEventListener("change", ({ target }) => target.form && now(target.form));
  paper.addEventListener("input", ({ target }) => {
    clearTimeout(soon);
    if (target.type === "text") soon = setTimeout(now, 800, target.form);
  });
}

// Chosen before this script had arrived, which on a slow network takes seconds: the page differs from what the server sent.
export function isTouched(form) {
  return controls(form).some((control) => {
    if (control.type === "text") return control.value !== control.defaultValue;
    if (control.tagName !== "SELECT") return control.checked !== control.defaultChecked;
    const sent = [...control.options].find((option) => option.defaultSelected) ?? control.options[0];
    return !sent.selected;
  });
}

export function isComplete(form) {
  const fields = fieldsOf(form);
  return controls(form).filter((each) => each.type !== "submit").every((each) => fields[each.name]);
}
