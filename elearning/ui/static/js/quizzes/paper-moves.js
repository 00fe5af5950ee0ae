// How a learner moves over the paper: its buttons, its links, and the phone's own «back».
const STEPS = { back: -1, skip: 1, next: 1 };

export function watchMoves(paper) {
  paper.addEventListener("submit", (event) => {
    const { position } = event.target.dataset;
    if (!position) return; // the form that sends it all
    event.preventDefault();
    paper.go(Number(position) + (STEPS[event.submitter?.value] ?? 1));
  });
  paper.addEventListener("click", async (event) => {
    const [to, send] = [event.target.closest("[data-goto]"), event.target.closest("[data-send]")];
    if (to || send) event.preventDefault();
    if (to) paper.go(Number(to.dataset.goto));
    if (send && (await paper.outbox.flush())) paper.go(Number(send.dataset.send));
  });
  addEventListener("popstate", ({ state }) => state?.position && paper.show(state.position));
}
