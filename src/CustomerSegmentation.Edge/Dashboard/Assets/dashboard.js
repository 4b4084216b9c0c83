// Pages are drawn on the server. This script does four things: it writes numbers and moments as the reader's language and time
// zone do, it asks an open page for itself once a second and puts in what has changed, it sends filters as they are changed, and it
// follows links that lead to the same page without leaving it, one after the other where a button plays them.

const languages = navigator.languages;
const moment = new Intl.DateTimeFormat(languages, { dateStyle: "medium", timeStyle: "medium" });
const day = new Intl.DateTimeFormat(languages, { dateStyle: "medium", timeZone: "UTC" }); // a day of a report is one of UTC
const formats = new Map();

function numberFormat(kind, digits, currency) {
  const key = `${kind} ${digits} ${currency}`;
  if (!formats.has(key)) {
    const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    formats.set(key, new Intl.NumberFormat(languages, {
      money: { style: "currency", currency: currency || "EUR" },
      worth: { style: "currency", currency: currency || "EUR", maximumFractionDigits: 0 },
      share: { style: "percent", ...fixed },
      change: { signDisplay: "exceptZero", ...fixed },
      number: fixed,
    }[kind]));
  }
  return formats.get(key);
}

function localise(part) {
  for (const time of part.querySelectorAll("time[data-show]")) {
    const at = new Date(time.dateTime);
    time.title = time.dateTime;
    time.textContent = (time.dataset.show === "date" ? day : moment).format(at);
  }
  for (const data of part.querySelectorAll("data[data-show]")) {
    data.textContent = numberFormat(data.dataset.show, Number(data.dataset.digits ?? 0), data.dataset.currency).format(Number(data.value));
  }
}

// What the server last said each part is: the page itself differs from it, as numbers are written differently here.
const said = new Map();
const remember = (part) => said.set(part.id, part.innerHTML);

function putIn(part, fresh) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const same = (link) => focused.id ? link.id === focused.id : link.getAttribute("href") === focused.getAttribute("href");
  const alike = () => [...part.querySelectorAll("a")].filter(same);
  const place = focused ? alike().indexOf(focused) : 0; // several links may lead to the same page
  const scrolled = [...part.querySelectorAll(".scroll")].map((one) => one.scrollLeft);
  said.set(part.id, fresh.innerHTML);
  part.replaceChildren(...document.importNode(fresh, true).childNodes);
  localise(part);
  part.querySelectorAll(".scroll").forEach((one, i) => { one.scrollLeft = scrolled[i] ?? 0; });
  if (focused) {
    (alike()[place] ?? alike()[0])?.focus({ preventScroll: true });
  }
}

let latest = 0;

async function update(address) {
  const turn = ++latest;
  const answer = await fetch(address, { headers: { "X-Poll": "1" }, redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 401) {
    location.reload(); // the sign-in has ended
    return;
  }
  if (answer.status >= 500) {
    throw new Error(`The host answered ${answer.status}.`);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== latest) {
    return; // somebody changed a filter meanwhile
  }
  const parts = [...document.querySelectorAll("[data-live]")];
  if (parts.some((part) => !page.getElementById(part.id)) || page.querySelectorAll("[data-live]").length !== parts.length) {
    location.reload(); // another kind of page, such as that of a customer who was not known before
    return;
  }
  for (const part of parts) {
    const fresh = page.getElementById(part.id);
    if (fresh.innerHTML !== said.get(part.id)) {
      putIn(part, fresh);
    }
  }
}

async function watch() {
  const trouble = document.getElementById("connection");
  for (;;) {
    await new Promise((go) => setTimeout(go, 1000));
    if (document.hidden || !document.querySelector("[data-live]")) {
      continue;
    }
    try {
      await update(location.href);
      trouble.hidden = true;
    } catch {
      trouble.hidden = false;
    }
  }
}

function sendFilter(form) {
  if (!form.reportValidity()) {
    return;
  }
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const address = `${form.getAttribute("action")}${query.size ? `?${query}` : ""}`;
  history.replaceState(null, "", address);
  update(address).catch(() => { /* the next round asks again, and says so if it fails too */ });
}

// A link to another view of the page that is open: the address changes, and what differs is put in.
function turn(link) {
  history.pushState(null, "", link.href);
  return update(link.href).catch(() => { /* as with filters */ });
}

const pace = 1500; // ms: long enough to see what moved
let playing = null;

function stop() {
  clearInterval(playing?.timer);
  playing?.button.setAttribute("aria-pressed", "false");
  playing = null;
}

function play(button) {
  const steps = document.getElementById(button.dataset.plays);
  const next = () => {
    const link = steps.querySelector("a[rel=next]");
    if (!link) {
      stop();
    } else if (!document.querySelector("[data-counting]")) {
      turn(link); // else this step is not there yet
    }
  };
  playing = { button, timer: setInterval(next, pace) };
  button.setAttribute("aria-pressed", "true");
  const again = steps.querySelector("a[rel=next]") ? null : steps.querySelector("a");
  (again ? turn(again) : Promise.resolve()).then(next);
}

document.addEventListener("click", (click) => {
  const link = click.target.closest?.("a[data-turns]");
  if (link && click.button === 0 && !(click.ctrlKey || click.metaKey || click.shiftKey || click.altKey)) {
    click.preventDefault();
    stop();
    turn(link);
  }
});
addEventListener("popstate", () => update(location.href).catch(() => location.reload()));
for (const button of document.querySelectorAll("button[data-plays]")) {
  button.hidden = false;
  button.addEventListener("click", () => (playing ? stop() : play(button)));
}

for (const part of document.querySelectorAll("[data-live]")) {
  remember(part);
}
localise(document);
document.documentElement.dataset.scripted = "";
for (const choice of document.querySelectorAll("select[data-submits]")) {
  choice.addEventListener("change", () => choice.form.submit());
}
for (const choice of document.querySelectorAll("select[data-updates]")) {
  choice.addEventListener("change", () => sendFilter(choice.form));
}
for (const form of document.querySelectorAll("form[data-updates]")) {
  form.addEventListener("input", () => sendFilter(form));
  form.addEventListener("submit", (submitted) => { submitted.preventDefault(); sendFilter(form); });
}
watch();
