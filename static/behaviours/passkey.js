// A button that makes or uses a passkey, and sends its form with the answer. Where the
// browser cannot, it stays hidden, and the page offers the other ways.
const REFUSED = "The passkey was not used. Try again, or use another way.";

function bytes(text) {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (each) => each.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const named = (each) => ({ ...each, id: bytes(each.id) });

// What the device answers, in the form of JSON that the standard gives it.
function answerOf(credential) {
  const response = {};
  for (const name of [
    "clientDataJSON",
    "attestationObject",
    "authenticatorData",
    "signature",
    "userHandle",
  ]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({
    id,
    rawId: text(credential.rawId),
    type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error("no options");
  const publicKey = await answer.json();
  publicKey.challenge = bytes(publicKey.challenge);
  if (!publicKey.user) return navigator.credentials.get({ publicKey });
  publicKey.user.id = bytes(publicKey.user.id);
  publicKey.excludeCredentials = publicKey.excludeCredentials.map(named);
  return navigator.credentials.create({ publicKey });
}

export function begin(part) {
  if (!window.PublicKeyCredential || !window.isSecureContext) return;
  const [problem, button] = [part.querySelector("[role=alert]"), part.querySelector("button")];
  const form = part.closest("form");
  for (const each of document.querySelectorAll("[data-without-passkeys]")) {
    each.hidden = true;
  }
  part.hidden = false;
  const use = async () => {
    button.disabled = true;
    problem.hidden = true;
    try {
      const answer = document.createElement("input");
      answer.type = "hidden";
      answer.name = part.dataset.field;
      answer.value = answerOf(await ask(part.dataset.options));
      form.append(answer);
      form.submit();
    } catch {
      problem.textContent = REFUSED;
      problem.hidden = false;
      button.disabled = false;
    }
  };
  button.addEventListener("click", use);
  // The return key in a field means the button, as in any form.
  if (form.querySelectorAll("button").length === 1) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      use();
    });
  }
}
