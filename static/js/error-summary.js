// A refused form is told about at once: focus lands on the summary, and its links on the control.
const summary = document.querySelector(".error-summary");

summary?.focus();
summary?.addEventListener("click", (event) => {
  const target = document.getElementById(event.target.hash?.slice(1) ?? "");
  if (!target) return;
  event.preventDefault();
  target.focus({ preventScroll: true });
  (target.closest(".field, .choices") ?? target).scrollIntoView({ block: "start" });
});
