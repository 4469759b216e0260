// Passkeys: ask the shop for its question, the browser for the answer, and send that as a form.
const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = (list = []) => list.map((key) => ({ ...key, id: bytes(key.id) }));

const create = (asked) =>
  navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: known(asked.excludeCredentials),
    },
  });
const get = (asked) =>
  navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      allowCredentials: known(asked.allowCredentials),
    },
  });

const plain = ({ id, rawId, type, response }) => {
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature"])
    if (response[part]) said[part] = text(response[part]);
  return { id, rawId: text(rawId), type, response: said };
};

for (const form of document.querySelectorAll("form.passkey")) {
  // A passkey belongs to a name: at a bare number there is none.
  if (!window.PublicKeyCredential || /^[\d.]+$|:/.test(location.hostname)) break;
  form.hidden = false;
  form.closest(".passkey-section")?.removeAttribute("hidden");
  const failed = form.querySelector("[data-failed]");
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    button.disabled = true;
    try {
      const question = await fetch(form.dataset.question, { method: "POST" });
      if (!question.ok) throw new Error("expired");
      const asked = await question.json();
      const key = await (form.dataset.kind === "create" ? create(asked) : get(asked));
      form.elements.antwort.value = JSON.stringify(plain(key));
      form.submit();
    } catch {
      failed.textContent = failed.dataset.failed;
      failed.hidden = false;
      button.disabled = false;
    }
  });
}
