// The product page: the price above the choice follows it, and is read out. Without this script
// every price stands beside its button.
const price = document.querySelector("#preis");

document.querySelector(".product-buy form")?.addEventListener("change", ({ target }) => {
  if (!price || target.name !== "variante") return;
  const { name, price: sum, kg } = target.dataset;
  price.querySelector(".price-sum").textContent = sum;
  price.querySelector(".price-per-kg").textContent = kg;
  price.querySelector(".price-for").textContent = name;
});
