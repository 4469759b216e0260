// A list of orders: one box ticks all of the page. Without this script a link does.
const all = document.querySelector("#alle-waehlen");
const boxes = document.querySelectorAll('input[form="auf-einmal"][name="nr"]');

function follow() {
  const ticked = [...boxes].filter((box) => box.checked).length;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

if (all) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  boxes.forEach((box) => box.addEventListener("change", follow));
  addEventListener("pageshow", follow);
}
