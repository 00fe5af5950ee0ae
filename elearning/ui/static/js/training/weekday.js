// Prints the weekday beside a date while it is typed; the server prints it again after saving.
const LONG = new Intl.DateTimeFormat("id-ID", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

function show(input) {
  const day = new Date(`${input.value}T00:00:00Z`);
  const id = `${input.id}-hari`;
  let note = document.getElementById(id);
  if (!note) {
    note = document.createElement("div");
    note.id = id;
    note.className = "help";
    note.setAttribute("role", "status");
    input.parentElement.append(note);
  }
  note.textContent = Number.isNaN(day.getTime()) ? "" : LONG.format(day);
}

const isDay = (element) => /^(id_)?days-\d+-date$/.test(element.id || "");
for (const kind of ["input", "change", "blur"]) {
  document.addEventListener(kind, (event) => { if (isDay(event.target)) show(event.target); }, true);
}
