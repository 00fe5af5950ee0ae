// Which of our papers a PDF says it is, found in the browser: the rule of certificates/checking/reading.py.
const MOST_STREAMS = 200, MOST_INFLATED = 256 * 1024, MOST_NAMED = 3;
const PART = "[A-HJKMNP-Z][2-9][A-HJKMNP-Z][2-9]";
const CODES = new RegExp(`(?:/v/|"code":")(${PART}-?${PART}-?${PART})(?![A-Z0-9])`, "g");
const NUMBERS = /"number":"([^"\\]{1,120})"/g;

async function inflated(bytes) {
  const parts = [], reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done && size < MOST_INFLATED; part = await reader.read()) {
      parts.push(part.value);
      size += part.value.length;
    }
    reader.cancel().catch(() => {});
  } catch { /* a picture, or bytes behind the end: what came before counts */ }
  return new TextDecoder().decode(await new Blob(parts).arrayBuffer());
}

// Gives { codes, numbers }, each in the order of the file.
export async function namedIn(bytes) {
  const plain = new TextDecoder("latin1").decode(bytes), texts = [plain];
  const starts = [...plain.matchAll(/(?:^|[^d])stream\r?\n/g)].slice(0, MOST_STREAMS);
  for (const { index, 0: mark } of globalThis.DecompressionStream ? starts : []) {
    const from = index + mark.length, end = plain.indexOf("endstream", from);
    const to = plain[end - 1] === "\n" ? end - (plain[end - 2] === "\r" ? 2 : 1) : end;
    if (end > 0) texts.push(await inflated(bytes.slice(from, Math.min(to, from + MOST_INFLATED))));
  }
  const found = (pattern) => [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((hit) => hit[1].trim())))];
  return { codes: found(CODES).slice(0, MOST_NAMED), numbers: found(NUMBERS).slice(0, MOST_NAMED) };
}
