// The answers as the page shows them. Their HTML is our own server's and was escaped there.
const fill = (place, cards) => {
  const open = new Set([...place.querySelectorAll(".answer[open]")].map((one) => one.id));
  place.innerHTML = cards.map((card) => card.html).join("");
  place.querySelectorAll(".answer").forEach((one, at) => { one.open = at === 0 || open.has(one.id); });
};

// Each part names the readers to whom the server would not show it; a list with nothing left goes with its heading.
const hideFrom = (place, readers) => {
  for (const part of place.querySelectorAll("[data-not]")) {
    part.hidden = part.dataset.not.split(" ").some((mark) => readers.includes(mark));
  }
  for (const list of place.querySelectorAll("ul")) {
    list.hidden = list.previousElementSibling.hidden = [...list.children].every((line) => line.hidden);
  }
};

const counted = (cards, query, meant) => {
  const line = document.createElement("p");
  line.className = "muted";
  line.setAttribute("role", "status");
  line.textContent = `${cards.length} kartu untuk «${meant || query}».${meant ? ` Kata «${query}» tidak ditemukan.` : ""}`;
  return line;
};

const missing = (page, query) => {
  const words = page.querySelector("[data-none]").content.cloneNode(true);
  words.querySelector("[data-query]").textContent = query;
  return words;
};

// Put the answers on the page, for the reader who is chosen in its form.
export const present = (page, { cards, meant }, query) => {
  const choices = ["peran", "status", "kapan"].map((name) => page.form.elements[name]);
  const said = choices.filter((choice) => choice.value).map((choice) => choice.selectedOptions[0].text);
  page.querySelector("[data-said]").textContent = said.length ? `: ${said.join(" · ")}` : "";
  fill(page.place, cards);
  hideFrom(page.place, choices.map((choice) => `${choice.name}-${choice.value}`));
  if (query) page.place.prepend(cards.length ? counted(cards, query, meant) : missing(page, query));
  page.all.hidden = Boolean(query || cards.length);
  for (const found of page.querySelectorAll("[data-pages]")) found.hidden = true; // by the server, for another question
  for (const way of page.querySelectorAll("[data-to-all]")) way.hidden = !page.all.hidden;
};
