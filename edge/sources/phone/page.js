"use strict";
// The phone's page: it hands on what the phone measures, and says which step it is at.
(() => {
  const WORDS = JSON.parse(document.getElementById("words").textContent);
  const MOST_EVENTS = 120, SLOW_BYTES = 4096;
  const DEAF_MS = 4000, NO_SENSOR_MS = 3000, SIGN_MS = 1000, SIGN_EVENTS = 20, CLEAR_M_S2 = 5, ODD_STAMP_MS = 5000;
  const ENDED = 4000, REPLACED = 4001, UNKNOWN = 4003, KEY = "physio-phone-key";
  const VERSION = 1, WITH_RATES = 1, APPLES_SIGN = 2;
  const at = id => document.getElementById(id);
  const isApple = navigator.vendor.startsWith("Apple");

  let language = WORDS[(navigator.language || "en").slice(0, 2)] ? navigator.language.slice(0, 2) : "en";
  let state = "opening", socket = null, welcomed = false, tries = 0, heardMs = 0, over = false;
  let started = false, wakeLock = null, wasHiddenMs = 0, sockets = 0;
  let clockMs = 0, lastMs = 0, messages = 0, waiting = [];
  let applesSign = isApple, signKnown = false, tilt = null, signSums = 0, signEvents = 0;
  let firstMs = 0, seen = 0, shown = {rate: 0, delay: null}, recent = [];

  // ---- words ------------------------------------------------------------------------------

  const say = (key, values = {}) => {
    const text = WORDS[language][key] ?? "";
    return text.replace(/\{(\w+)(?::[^}]*)?\}/g, (_, name) => values[name] ?? "");
  };

  function draw() {
    document.documentElement.lang = language;
    document.title = say("title");
    at("where").textContent = say("title");
    at("state").textContent = say(`state.${state}`);
    at("help").textContent = say(state === "denied" && isApple ? "help.denied_apple" : `help.${state}`);
    document.body.dataset.state = state;
    at("start").hidden = state !== "ready";
    at("start").textContent = say("start");
    const offered = state === "socket" && document.body.dataset.authority === "1";
    at("install").hidden = !offered;
    if (offered) drawInstall();
    at("figures").hidden = state !== "streaming";
    at("rate-label").textContent = say("rate");
    at("delay-label").textContent = say("delay");
    drawFigures();
    const notes = [];
    if (state === "streaming" && wakeLock === null) notes.push(say("note.no_wake_lock"));
    if (wasHiddenMs > 0 && !over) notes.push(say("note.was_hidden", {seconds: Math.round(wasHiddenMs / 1000)}));
    at("notes").replaceChildren(...notes.map(text => {
      const one = document.createElement("li");
      one.textContent = text;
      return one;
    }));
    at("languages").replaceChildren(...Object.keys(WORDS).map(code => {
      const one = document.createElement("button");
      one.textContent = WORDS[code].name;
      one.lang = code;
      one.setAttribute("aria-pressed", String(code === language));
      one.onclick = () => { language = code; draw(); };
      return one;
    }));
  }

  function drawInstall() {
    const kind = isApple ? "apple" : "android";
    at("install-title").textContent = say("install");
    at("install-help").textContent = say("install_help");
    at("install-link").textContent = say("install_link");
    at("install-link").href = isApple ? "/authority.mobileconfig" : "/authority.crt";
    at("install-steps").replaceChildren(...[1, 2, 3].map(step => {
      const one = document.createElement("li");
      one.textContent = say(`install_${kind}.${step}`);
      return one;
    }));
  }

  function drawFigures() {
    at("rate").textContent = `${shown.rate.toFixed(0)} Hz`;
    at("delay").textContent = shown.delay === null ? "–" : `${shown.delay.toFixed(0)} ms`;
  }

  function become(next) {
    if (state === next || over) return;
    state = next;
    draw();
  }

  // ---- the socket -------------------------------------------------------------------------

  // A private window may refuse to keep anything; then a page that is loaded again is unknown.
  let key = "";
  try { key = sessionStorage.getItem(KEY) || ""; } catch { key = ""; }
  function keep(given) {
    key = given;
    try { sessionStorage.setItem(KEY, given); } catch { key = given; }
  }

  // The token stands in the fragment, which no request holds; it is taken out of the address.
  const token = decodeURIComponent(location.hash.slice(1));
  if (token) history.replaceState(null, "", location.pathname);
  window.addEventListener("hashchange", () => location.reload());

  function connect() {
    if (over) return;
    const mine = new WebSocket(`wss://${location.host}/motion`);
    mine.binaryType = "arraybuffer";
    socket = mine;
    welcomed = false;
    mine.onopen = () => {
      sockets += 1;
      mine.send(JSON.stringify({token, key}));
    };
    mine.onmessage = event => { if (socket === mine) take(JSON.parse(event.data)); };
    mine.onclose = event => { if (socket === mine) closed(event.code); };
    heardMs = performance.now();
  }

  function closed(code) {
    socket = null;
    welcomed = false;
    waiting = [];
    tries += 1;
    const last = {[UNKNOWN]: "unknown", [REPLACED]: "replaced", [ENDED]: "ended"}[code];
    if (last) {
      state = last;
      over = true;
      release();
      draw();
      return;
    }
    if (!document.hidden) become(sockets === 0 && tries >= 2 ? "socket" : sockets ? "lost" : "opening");
    setTimeout(connect, Math.min(2000, 250 * tries));
  }

  function take(message) {
    heardMs = performance.now();
    if (message.key) {
      keep(message.key);
      welcomed = true;
      tries = 0;
      arrived();
    } else if (message.ping !== undefined) {
      tell({pong: message.ping, ms: clockMs + performance.now()});
      if (typeof message.delay_ms === "number") shown.delay = message.delay_ms;
    }
  }

  function arrived() {
    if (document.hidden) { tell({step: "hidden"}); return; }
    if (!started) { tell({step: "ready"}); become("ready"); }
    else if (state !== "denied" && state !== "no_sensor") become(seen ? "streaming" : "starting");
    else tell({step: state});
  }

  const tell = message => {
    if (socket && socket.readyState === WebSocket.OPEN && (welcomed || message.token !== undefined))
      socket.send(JSON.stringify(message));
  };

  // ---- what the phone measures ------------------------------------------------------------

  // A phone's own clock stands still while it sleeps, the clock on its wall does not; that one may
  // be set back, and motion goes on.
  const setClock = () => { clockMs = Math.max(clockMs, Date.now() - performance.now()); };

  async function start() {
    started = true;
    become("starting");
    if (!isSecureContext) { become("insecure"); return; }
    const asks = window.DeviceMotionEvent && DeviceMotionEvent.requestPermission;
    if (asks) {
      let answer = "denied";
      try { answer = await DeviceMotionEvent.requestPermission(); } catch { answer = "denied"; }
      if (answer !== "granted") { become("denied"); tell({step: "denied"}); return; }
    }
    window.addEventListener("devicemotion", measured);
    window.addEventListener("deviceorientation", event => {
      if (event.beta !== null && event.gamma !== null) tilt = event;
    });
    await stayAwake();
    setTimeout(() => {
      if (seen || state !== "starting") return;
      become("no_sensor");
      tell({step: "no_sensor"});
    }, NO_SENSOR_MS);
    draw();
  }

  function measured(event) {
    const force = event.accelerationIncludingGravity;
    if (!force || force.x === null || force.y === null || force.z === null) return;
    if (firstMs === 0) firstMs = performance.now();
    if (!signKnown && !learnSign(force)) return;
    seen += 1;
    const rate = event.rotationRate;
    const hasRates = rate && rate.alpha !== null && rate.beta !== null && rate.gamma !== null;
    // Old browsers count the time of an event from elsewhere than the page's own.
    const now = performance.now();
    const own = Math.abs(event.timeStamp - now) < ODD_STAMP_MS ? event.timeStamp : now;
    const ms = Math.max(clockMs + own, lastMs + 0.05);
    lastMs = ms;
    recent.push(now);
    if (recent.length > 120) recent.shift();
    if (!welcomed || document.hidden) return;
    if (state !== "streaming") become("streaming");
    const one = [ms, force.x, force.y, force.z];
    if (hasRates) one.push(rate.alpha, rate.beta, rate.gamma);
    if (waiting.length && waiting[0].length !== one.length) waiting = [];
    waiting.push(one);
    if (waiting.length > MOST_EVENTS) { waiting.shift(); }
    if (socket.bufferedAmount < SLOW_BYTES) send(hasRates);
  }

  function send(hasRates) {
    const size = hasRates ? 32 : 20;
    const view = new DataView(new ArrayBuffer(8 + waiting.length * size));
    view.setUint8(0, VERSION);
    view.setUint8(1, (hasRates ? WITH_RATES : 0) | (applesSign ? APPLES_SIGN : 0));
    view.setUint16(2, waiting.length, true);
    view.setUint32(4, messages, true);
    messages += 1;
    waiting.forEach((one, i) => {
      view.setFloat64(8 + i * size, one[0], true);
      one.slice(1).forEach((value, k) => view.setFloat32(16 + i * size + 4 * k, value, true));
    });
    waiting = [];
    socket.send(view.buffer);
  }

  // Which sign: Apple's phones give the opposite of what the others do. The tilt, which all count
  // alike, tells which one it is; without it the maker of the browser does.
  function learnSign(force) {
    if (tilt) {
      const [b, c] = [tilt.beta, tilt.gamma].map(deg => deg * Math.PI / 180);
      const up = [-Math.cos(b) * Math.sin(c), Math.sin(b), Math.cos(b) * Math.cos(c)];
      signSums += force.x * up[0] + force.y * up[1] + force.z * up[2];
      signEvents += 1;
    }
    if (signEvents < SIGN_EVENTS && performance.now() - firstMs < SIGN_MS) return false;
    const mean = signEvents ? signSums / signEvents : 0;
    if (Math.abs(mean) > CLEAR_M_S2) applesSign = mean < 0;
    return signKnown = true;
  }

  // ---- the screen -------------------------------------------------------------------------

  async function stayAwake() {
    if (!navigator.wakeLock || document.hidden) return;
    try {
      wakeLock = await navigator.wakeLock.request("screen");
      wakeLock.addEventListener("release", () => { wakeLock = null; });
    } catch { wakeLock = null; }
  }
  function release() {
    if (wakeLock) wakeLock.release();
    wakeLock = null;
  }

  let hiddenAtMs = 0;
  document.addEventListener("visibilitychange", async () => {
    if (over) return;
    if (document.hidden) {
      hiddenAtMs = Date.now();
      tell({step: "hidden"});
      waiting = [];
      return;
    }
    setClock();
    if (hiddenAtMs && started) wasHiddenMs += Date.now() - hiddenAtMs;
    tell({step: started ? "seen" : "ready"});
    if (started) await stayAwake();
    draw();
  });
  window.addEventListener("pagehide", () => tell({step: "hidden"}));
  window.addEventListener("pageshow", setClock);

  setInterval(() => {
    if (over) return;
    const now = performance.now();
    if (socket && now - heardMs > DEAF_MS) {
      const dead = socket;
      dead.onclose = null;
      dead.close();
      closed(0);
    }
    recent = recent.filter(ms => now - ms < 2000);
    const span = recent.length > 1 ? recent[recent.length - 1] - recent[0] : 0;
    shown.rate = span > 0 ? (recent.length - 1) * 1000 / span : 0;
    if (state === "streaming") drawFigures();
  }, 500);

  at("start").onclick = start;
  setClock();
  draw();
  if (isSecureContext) connect(); else become("insecure");
})();
