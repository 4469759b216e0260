// A sale at a counter: the buttons beside a number count without a new page, and the sum is shown
// as it grows; a long list is searched. Without this script the buttons ask the shop, and the next
// page shows the sum.
const form = document.querySelector("[data-counter]");
const sum = form?.querySelector("[data-sum]");
const counts = form?.dataset.counter === "count";
const euro = new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" });

function sold(input) {
  if (input.value.trim() === "") return 0;
  const number = Number(input.value);
  if (!Number.isInteger(number) || number < 0) return 0;
  return counts ? Math.max(Number(input.dataset.there) - number, 0) : number;
}

function show() {
  let cents = 0;
  for (const input of form.querySelectorAll("[data-cents]")) {
    cents += sold(input) * Number(input.dataset.cents);
  }
  sum.textContent = euro.format(cents / 100);
  sum.closest("[hidden]")?.removeAttribute("hidden");
}

form?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-by]");
  if (!button) return;
  event.preventDefault();
  const input = button.parentElement.querySelector("input");
  const start = input.value.trim() === "" ? (counts ? input.dataset.there : 0) : input.value;
  input.value = Math.min(Math.max(Number(start) + Number(button.dataset.by) || 0, 0), 999);
  show();
});
form?.addEventListener("input", show);

// What was searched is found while one types; Enter shows it, and does not send the sale.
const search = form?.querySelector("[data-search]");

function find() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of form.querySelectorAll("[data-text]")) {
    const isTyped = row.querySelector("[data-cents]")?.value.trim();
    row.hidden = !isTyped && !words.every((word) => row.dataset.text.includes(word));
  }
}

search?.addEventListener("input", find);
search?.addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault();
});
search?.form.querySelector('[name="suchen"]').addEventListener("click", (event) => {
  event.preventDefault();
  find();
});
if (form) show();
