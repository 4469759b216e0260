// The product page: the price above the choice follows it, and is read out. Without this script
// every price stands beside its button.
const price = document.querySelector("#preis");
const form = document.querySelector(".product-buy form");

function follow(button) {
  if (!price || !button?.dataset.price) return;
  const { name, price: sum, kg } = button.dataset;
  price.querySelector(".price-sum").textContent = sum;
  price.querySelector(".price-per-kg").textContent = kg;
  price.querySelector(".price-for").textContent = name;
}

form?.addEventListener("change", ({ target }) => follow(target));
// Coming back, the browser has restored the choice, and the price must fit it.
addEventListener("pageshow", () => follow(form?.querySelector("[name=variante]:checked")));
