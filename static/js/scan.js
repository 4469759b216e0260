// Counting: where the browser reads codes itself, its camera fills the field. Without this script,
// and without a camera, a scanner that types or the keyboard does.
const form = document.querySelector(".scan");
const field = form?.querySelector("[name=q]");
const button = form?.querySelector("[data-camera]");
const picture = form?.querySelector("video");
const told = form?.querySelector("[data-scan-told]");

if (form && navigator.mediaDevices && (await readsCodes())) {
  button.hidden = false;
  button.addEventListener("click", scan);
}

async function readsCodes() {
  // Some browsers know the word, and no code.
  return "BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

async function scan() {
  try {
    const camera = { video: { facingMode: "environment" }, audio: false };
    picture.srcObject = await navigator.mediaDevices.getUserMedia(camera);
    picture.hidden = false;
    await picture.play();
    told.textContent = told.dataset.looking;
    await look(new BarcodeDetector());
  } catch {
    stop();
    told.textContent = told.dataset.refused;
  }
}

async function look(detector) {
  while (picture.srcObject) {
    const [code] = await detector.detect(picture);
    if (code) {
      stop();
      field.value = code.rawValue;
      form.requestSubmit();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

function stop() {
  for (const track of picture.srcObject?.getTracks() ?? []) track.stop();
  picture.srcObject = null;
  picture.hidden = true;
}

addEventListener("pagehide", stop);
