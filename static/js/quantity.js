// The cart: a changed quantity is sent by itself. Without this script „Aktualisieren“ does it.
const form = document.querySelector(".cart-form");
let waiting;

form?.classList.add("js");
form?.addEventListener("change", ({ target }) => {
  if (!target.matches("[name=menge]")) return;
  // Arrow keys and the small buttons change it step by step: wait for the last one.
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    // The fragment survives the redirect, so the focus finds its field again.
    form.action = `${form.getAttribute("action").split("#")[0]}#${target.id}`;
    form.requestSubmit();
  }, 700);
});
form?.addEventListener("submit", () => clearTimeout(waiting));
if (location.hash.startsWith("#menge-")) document.getElementById(location.hash.slice(1))?.focus();
