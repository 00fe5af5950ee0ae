// Shares the PDF itself where the phone can, else its address; without this module the link inside opens WhatsApp.
customElements.define('share-file', class extends HTMLElement {
  connectedCallback() {
    if (!navigator.share) return;
    this.addEventListener('click', (event) => {
      event.preventDefault();
      this.share();
    });
  }

  async share() {
    const { href, name, link } = this.dataset;
    const fallback = this.querySelector('a').href;
    try {
      const answer = await fetch(href, { credentials: 'same-origin' });
      if (!answer.ok) throw new Error(String(answer.status));
      const file = new File([await answer.blob()], name, { type: 'application/pdf' });
      await navigator.share(navigator.canShare?.({ files: [file] }) ? { files: [file] } : { url: link });
    } catch (error) {
      // Closing the share sheet is a decision, not a failure.
      if (error.name !== 'AbortError') location.assign(fallback);
    }
  }
});
