// Gives a function that finds the next QR code in a video, or null.
// Chromium on phones reads QR codes by itself; for Safari, Firefox and most laptops a decoder (45 KB) comes on demand.
const LAST = "pindai-terakhir";

async function qrDetector() {
  const own = globalThis.BarcodeDetector;
  const kinds = own ? await own.getSupportedFormats() : [];
  const Detector = kinds.includes("qr_code") ? own : (await import("../vendor/qr/decode.js")).BarcodeDetector;
  return new Detector({ formats: ["qr_code"] });
}

// Forgets with the page what was scanned last; sessionStorage outlives the form that a desk sends.
function pageMemory() {
  let last = null;
  return { getItem: () => last, setItem: (name, value) => { last = value; }, removeItem: () => { last = null; } };
}

export async function qrReader(memory = pageMemory()) {
  const detector = await qrDetector();
  let misses = 0;
  return async (video) => {
    const [found] = await detector.detect(video).catch(() => []);
    if (!found) {
      if (++misses === 8) memory.removeItem(LAST); // out of the picture for two seconds
      return null;
    }
    misses = 0;
    if (found.rawValue === memory.getItem(LAST)) return null; // still held up after it was recorded
    memory.setItem(LAST, found.rawValue);
    return found.rawValue;
  };
}
