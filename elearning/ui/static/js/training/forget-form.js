// The server has the form of a session: what this browser kept of it meanwhile (keep-form.js) is dropped.
try {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith("sosialisasi:isian:"))) {
    if (JSON.parse(localStorage.getItem(key))?.sent) localStorage.removeItem(key);
  }
} catch { /* no storage here */ }
