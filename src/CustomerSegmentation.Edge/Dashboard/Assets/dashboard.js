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
      worth: { style: "currency", currency: currency || "EUR", minimumFractionDigits: 0, maximumFractionDigits: 0 },
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
  const focused = part.contains(document.activeElement) && document.activeElement !== part ? document.activeElement : null;
  const same = (one) => focused.id ? one.id === focused.id
    : ["href", "name", "aria-label"].every((name) => one.getAttribute(name) === focused.getAttribute(name));
  const alike = () => [...part.querySelectorAll(focused.localName)].filter(same);
  const place = focused ? alike().indexOf(focused) : 0; // several links may lead to the same page
  const scrolled = [...part.querySelectorAll(".scroll")].map((one) => one.scrollLeft);
  said.set(part.id, fresh.innerHTML);
  part.replaceChildren(...document.importNode(fresh, true).childNodes);
  localise(part);
  part.querySelectorAll(".scroll").forEach((one, i) => { one.scrollLeft = scrolled[i] ?? 0; });
  if (focused) {
    const again = alike()[place] ?? alike()[0] ?? part; // what is gone leaves its reader where it stood
    if (again === part) {
      part.tabIndex = -1;
    }
    again.focus({ preventScroll: true });
  }
}

// What a reader presses must still be there when they let go: a browser makes a click only where both fell on one element.
const longestPress = 5000; // ms: of some no end is heard, such as one that opens a menu
const clickComes = 100; // ms after letting go, at the latest
let pressedUntil = 0;
const press = () => { pressedUntil = performance.now() + longestPress; };
const letGo = () => { pressedUntil = Math.min(pressedUntil, performance.now() + clickComes); };
const presses = (key) => key.key === "Enter" || key.key === " ";

addEventListener("pointerdown", press, true);
addEventListener("pointerup", letGo, true);
addEventListener("pointercancel", letGo, true);
addEventListener("keydown", (key) => presses(key) && !key.repeat && press(), true);
addEventListener("keyup", (key) => presses(key) && letGo(), true);

const pause = (time) => new Promise((go) => setTimeout(go, time));

async function nothingPressed() {
  while (performance.now() < pressedUntil) {
    await pause(20);
  }
}

// A page that is of another kind than its update is loaded anew, but not over and over, and not while words stand in it that are
// not saved.
const reloadsApart = 60_000; // ms
let unsaved = false;
addEventListener("input", (typed) => { unsaved ||= typed.target.form?.method === "post"; });

function mayReload() {
  const [address, at] = JSON.parse(sessionStorage.getItem("reloaded") ?? "[]");
  if (unsaved || (address === location.href && Date.now() - at < reloadsApart)) {
    return false;
  }
  sessionStorage.setItem("reloaded", JSON.stringify([location.href, Date.now()]));
  return true;
}

const longestAnswer = 10_000; // ms: a host that has hung is one that does not answer
let latest = 0;

async function update(address) {
  const turn = ++latest;
  const answer = await fetch(address, {
    headers: { "X-Poll": "1" }, redirect: "manual", signal: AbortSignal.timeout(longestAnswer),
  });
  if (answer.type === "opaqueredirect" || answer.status === 401) {
    location.reload(); // the sign-in has ended
    return;
  }
  if (answer.status >= 500) {
    throw new Error(`The host answered ${answer.status}.`);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  await nothingPressed();
  if (turn !== latest) {
    return; // somebody changed a filter meanwhile
  }
  const parts = [...document.querySelectorAll("[data-live]")];
  const isAnother = parts.some((part) => !page.getElementById(part.id)) || page.querySelectorAll("[data-live]").length !== parts.length;
  if (isAnother && mayReload()) {
    location.reload(); // another kind of page, such as that of a customer who was not known before
    return;
  }
  for (const part of parts) {
    const fresh = page.getElementById(part.id);
    if (fresh && fresh.innerHTML !== said.get(part.id)) {
      putIn(part, fresh);
    }
  }
}

async function watch() {
  const trouble = document.getElementById("connection");
  for (;;) {
    await pause(1000);
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

const typing = 250; // ms: who pauses so long has typed a figure

function sendFilter(form) {
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
addEventListener("popstate", () => {
  const query = new URLSearchParams(location.search);
  for (const choice of document.querySelectorAll("select[data-updates]")) {
    choice.value = query.get(choice.name) ?? choice.options[0].value; // else it would say what the address no longer does
  }
  update(location.href).catch(() => location.reload());
});
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
  let typed = 0;
  const send = () => {
    clearTimeout(typed);
    if (form.checkValidity()) {
      sendFilter(form);
    }
  };
  form.addEventListener("input", () => { clearTimeout(typed); typed = setTimeout(send, typing); });
  form.addEventListener("submit", (submitted) => { submitted.preventDefault(); send(); }); // a browser has said what is not valid
}
watch();
