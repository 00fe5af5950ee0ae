// The page of a busy server asks again by itself, each phone at another moment, and says so. A page that was sent as a
// form is not sent again. Without scripts there is the button.
const note = document.querySelector("[data-try-again]");
note.hidden = false;
setTimeout(() => location.replace(location.href), (20 + Math.random() * 10) * 1000);
