// How alike two words are: twice the letters they share in blocks, by all their letters (Python's difflib).
const shared = (a, b) => {
  let size = 0, i = 0, j = 0;
  for (let x = 0; x < a.length; x++) for (let y = 0; y < b.length; y++) {
    let run = 0;
    while (x + run < a.length && y + run < b.length && a[x + run] === b[y + run]) run++;
    if (run > size) [size, i, j] = [run, x, y];
  }
  return size && size + shared(a.slice(0, i), b.slice(0, j)) + shared(a.slice(i + size), b.slice(j + size));
};

// The question with each unknown word replaced by one that is spelled nearly alike; empty where that explains nothing.
export const nearest = (query, file) => {
  const known = new Set(Object.keys(file.synonyms).flatMap((term) => term.split(" ")));
  for (const { fields } of file.cards) `${fields.title} ${fields.keywords}`.split(" ").forEach((word) => known.add(word));
  const typed = query.split(" ").slice(0, file.limits.words);
  const mended = typed.map((word) => {
    if (known.has(word) || word.length < 4) return word;
    const alike = [...known].map((other) => [2 * shared(other, word) / (other.length + word.length), other]);
    const [best, other] = alike.sort(([a, one], [b, two]) => b - a || (one > two ? -1 : 1))[0] ?? [0];
    return best >= 0.82 ? other : word;
  });
  const isUnderstood = mended.every((word) => known.has(word) || file.common.includes(word));
  return isUnderstood && mended.join(" ") !== typed.join(" ") ? mended.join(" ") : "";
};
