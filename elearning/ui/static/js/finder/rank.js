// The server's ranking, word for word (elearning/regulations/searching.py), so that a phone without network answers the same.
// The lists of words, affixes and weights come along in the file.
import { nearest } from "./spelling.js";

const words = (typed) => typed.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
export const normalise = (typed) => words(typed).map((word) => word.replace(/(.)\1{2,}/gu, "$1")).join(" ");

const stem = (word, { suffixes, prefixes }) => {
  const suffix = suffixes.find((one) => word.endsWith(one) && word.length - one.length >= 4);
  if (suffix) word = word.slice(0, -suffix.length);
  const prefix = prefixes.find((one) => word.startsWith(one) && word.length - one.length >= 4);
  return prefix ? word.slice(prefix.length) : word;
};

const termsOf = (query, { synonyms, common, limits }) => {
  const typed = normalise(query).split(" ").filter((word) => word.length > 1).slice(0, limits.words);
  const longest = Math.max(1, ...Object.keys(synonyms).map((term) => term.split(" ").length));
  const found = [];
  for (let at = 0; at < typed.length;) {
    let length = Math.min(longest, typed.length - at);
    while (length > 1 && !Object.hasOwn(synonyms, typed.slice(at, at + length).join(" "))) length--;
    const phrase = typed.slice(at, at + length).join(" ");
    found.push([phrase, ...(Object.hasOwn(synonyms, phrase) ? synonyms[phrase] : [])]);
    at += length;
  }
  const telling = found.filter((term) => term.length > 1 || !common.includes(term[0]));
  return telling.length ? telling : found;
};

const quality = (phrase, text, rules) => {
  const times = ` ${text} `.split(` ${phrase} `).length - 1;
  if (times) return 1 + Math.min(times - 1, 4) * 0.1;
  const present = text.split(" ");
  const stems = new Set(present.map((word) => stem(word, rules)));
  const answers = (word) => stems.has(stem(word, rules)) || present.some((other) => other.startsWith(word));
  return phrase.split(" ").every(answers) ? 0.6 : 0;
};

const score = (terms, fields, rules) => {
  let answered = 0, points = 0;
  for (const term of terms) {
    let best = 0;
    term.forEach((phrase, place) => Object.entries(fields).forEach(([name, text]) => {
      best = Math.max(best, rules.weights[name] * quality(phrase, text, rules) * (place ? 0.9 : 1));
    }));
    answered += best > 0;
    points += best;
  }
  return answered ? answered / terms.length * 100 + points : 0;
};

const find = (query, file) => {
  const terms = termsOf(query, file);
  if (!terms.length) return [];
  const scored = file.cards.map((card) => [score(terms, card.fields, file), card]);
  const best = Math.max(0, ...scored.map(([points]) => points));
  return scored.filter(([points]) => points && points >= best * 0.75)
    .sort(([a, one], [b, other]) => b - a || (one.title < other.title ? -1 : 1))
    .slice(0, file.limits.results).map(([, card]) => card);
};

// The cards that answer, best first; ``meant``: the spelling that was looked for instead.
export const answerTo = (query, file) => {
  const cards = find(query, file);
  const meant = cards.length || !normalise(query) ? "" : nearest(normalise(query), file);
  return { cards: meant ? find(meant, file) : cards, meant };
};
