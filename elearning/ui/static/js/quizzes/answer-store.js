// What this phone keeps of one attempt until the server has it. Where storage is blocked, this page keeps it.
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // exists over https only; a hall may serve plain http
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

export class AnswerStore {
  constructor(attempt) {
    this.key = `kuis:${attempt}`;
    this.kept = { unsent: [], position: null };
    this.works = true;
    this.write(this.state);
  }

  // Read anew each time: another tab of this phone writes here too.
  get state() {
    try {
      return (this.works && JSON.parse(localStorage.getItem(this.key))) || this.kept;
    } catch {
      return this.kept;
    }
  }

  write(state) {
    this.kept = state;
    try {
      localStorage.setItem(this.key, JSON.stringify(state));
    } catch {
      this.works = false;
    }
  }

  get unsent() { return this.state.unsent; }
  get waiting() { return new Set(this.unsent.map(({ position }) => position)).size; } // questions, not taps
  get position() { return this.state.position; }
  set position(position) { this.write({ ...this.state, position }); }

  add(position, fields, moment) {
    const answer = { client_id: newId(), position, fields, occurred_at: moment.toISOString() };
    this.write({ ...this.state, unsent: [...this.unsent, answer] });
  }

  forget(ids) {
    this.write({ ...this.state, unsent: this.unsent.filter((answer) => !ids.includes(answer.client_id)) });
  }

  latest(position) {
    return this.unsent.filter((answer) => answer.position === position).pop();
  }
}
