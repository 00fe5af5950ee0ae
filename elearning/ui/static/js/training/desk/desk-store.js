// What this device keeps of one session: the list without NIP, and each scan under a key of its own until the server has it.
// Other tabs of this desk write here too, so nothing is read once and written back later.
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // exists over https only; a hall may serve plain http
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

export class DeskStore {
  constructor(root) { this.prefix = `meja:${root}:`; }

  get works() {
    try {
      localStorage.setItem(`${this.prefix}coba`, "1");
      localStorage.removeItem(`${this.prefix}coba`);
      return true;
    } catch {
      return false;
    }
  }

  read(name) { return JSON.parse(localStorage.getItem(this.prefix + name) ?? "null"); }
  write(name, value) { localStorage.setItem(this.prefix + name, JSON.stringify(value)); }

  get names() { return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix)); }

  get list() { return this.read("daftar"); }
  set list(list) { this.write("daftar", list); }
  get desk() { return this.read("nama") ?? ""; }
  set desk(name) { this.write("nama", name); }

  get scans() {
    const keys = this.names.filter((key) => key.startsWith(`${this.prefix}pindai:`));
    const scans = keys.map((key) => JSON.parse(localStorage.getItem(key))).filter(Boolean);
    return scans.sort((one, other) => one.order - other.order);
  }

  get unsent() { return this.scans.filter((scan) => !scan.words); }
  get troubles() { return this.scans.filter((scan) => scan.words); }

  // Throws where the device has no room: then nobody is told that it was kept.
  put(scan) { this.write(`pindai:${scan.nonce}`, { order: Date.now(), ...scan }); }
  drop(nonce) { localStorage.removeItem(`${this.prefix}pindai:${nonce}`); }
  erase() { this.names.forEach((key) => localStorage.removeItem(key)); }
}
