// The list on the device: who wears a code, who is found by a word, who is present already, which day it is at the place.
const FIELDS = ["line", "code", "name", "unit", "id", "nip"];
const person = (row) => Object.fromEntries(FIELDS.map((field, place) => [field, row[place]]));

export const now = (list) => Date.now() + (list.skew ?? 0); // the server's clock, as far as this device knows it

export function clock(list, moment) {
  const format = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", timeZone: list.zone });
  return `${format.format(new Date(moment)).replace(":", ".")} ${list.zone_name}`;
}

// The day whose list is open: the one that was chosen, else the day of the session that it is now.
export function dayOf(list) {
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: list.zone }).format(now(list));
  const isOurs = list.days.some((day) => day.on === today);
  return list.chosen || (isOurs ? today : "") || list.on || "";
}

export const dayWords = (list, on) => list.days.find((day) => day.on === on)?.words ?? "";

export function wearer(list, code) {
  const row = list.people.find((one) => one[1] === code);
  return row && person(row);
}

// When and where somebody was recorded on that day, by any desk that this device knows of.
export function presence(list, unsent, { line, code }, on) {
  const [moment, desk] = list.present[on]?.[line] ?? [];
  const own = unsent.find((scan) => scan.code === code && scan.on === on && scan.kind === "masuk");
  if (moment) return { moment, desk };
  return own && { moment: Date.parse(own.occurred_at) + (list.skew ?? 0), desk: own.desk };
}

export function counted(list, unsent, on) {
  const lines = new Set(Object.keys(list.present[on] ?? {}));
  for (const scan of unsent) {
    const who = scan.on === on && scan.kind === "masuk" && wearer(list, scan.code);
    if (who) lines.add(String(who.line));
  }
  return lines.size;
}

// Every word is found in name or unit, or is the number on the list.
export function found(list, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (row) => words.every((word) => `${row[2]} ${row[3]}`.toLowerCase().includes(word) || Number(word) === row[0]);
  return words.length ? list.people.filter(fits).slice(0, 12).map(person) : [];
}
