// The product page: the price above the choice follows it, and is read out; so does the picture of
// where it goes. Without this script every price stands beside its button, and every picture behind
// its own.
const price = document.querySelector("#preis");
const form = document.querySelector(".product-buy form");

function follow(button) {
  if (!price || !button?.dataset.price) return;
  const { name, price: sum, kg, reduced = "" } = button.dataset;
  price.querySelector(".price-sum").textContent = sum;
  price.querySelector(".price-per-kg").textContent = kg;
  price.querySelector(".price-for").textContent = name;
  price.querySelector(".price-reduced").textContent = reduced;
  const split = document.querySelector(`.split-size[data-variants~="${button.value}"]`);
  if (split) split.open = true;
  for (const line of document.querySelectorAll(".split-line")) {
    line.hidden = !line.dataset.variants.split(" ").includes(button.value);
  }
}

form?.addEventListener("change", ({ target }) => follow(target));
// Coming back, the browser has restored the choice, and the price must fit it.
addEventListener("pageshow", () => follow(form?.querySelector("[name=variante]:checked")));
