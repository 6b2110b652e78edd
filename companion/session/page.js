"use strict";
// One playhead, the sound's own: everything that is shown is worked out from it.
(() => {
  const find = (id) => document.getElementById(id);
  const told = JSON.parse(find("data").textContent);
  const sound = find("sound");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const clock = (seconds) => {
    const s = Math.max(0, Math.round(seconds));
    return Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0");
  };

  // a blob can be moved about in everywhere; what stands in the page is for those without scripts
  const raw = atob(sound.src.slice(sound.src.indexOf(",") + 1));
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  sound.src = URL.createObjectURL(new Blob([bytes], { type: "audio/mpeg" }));
  sound.controls = false;
  sound.hidden = true;
  find("controls").hidden = find("along").hidden = false;

  const play = find("play"), at = find("at"), orb = find("orb").firstElementChild;
  const go = (to) => { sound.currentTime = Math.min(Math.max(0, to), told.total); show(); };
  const toggle = () => (sound.paused ? sound.play() : sound.pause());
  const last = (rows, time) => {
    let low = 0, high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rows[middle][0] <= time) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  const rows = [...find("words").querySelectorAll("p[data-at]")];
  for (const row of rows) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...row.childNodes);
    button.onclick = () => go(Number(row.dataset.at));
    row.append(button);
  }
  for (const [start, title] of told.chapters) {
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.textContent = title + " (" + clock(start) + ")";
    button.onclick = () => go(start);
    item.append(button);
    find("chapters").append(item);
  }
  find("parts").hidden = told.chapters.length < 2;

  let shown = -2, word = -2, begun = false;
  const line = (index, time) => {
    if (!begun && time === 0) { find("line").textContent = told.opening; return; }
    const [, , text, words] = index < 0 ? [0, 0, "", []] : told.captions[index];
    let lit = -1;
    for (let i = 0; i < words.length; i++) if (words[i][0] <= time && time < words[i][1]) lit = i;
    if (index === shown && lit === word) return;
    word = lit;
    if (index !== shown) {
      shown = index;
      const said = (i) => (told.captions[i] || [0, 0, ""])[2];
      find("before").textContent = said(index - 1);
      find("after").textContent = said(index + 1);
      rows.forEach((row, i) => row.classList.toggle("now", i === index));
    }
    const place = find("line");
    place.textContent = "";
    if (lit < 0) { place.textContent = text || told.opening; return; }
    const mark = document.createElement("span");
    mark.className = "lit";
    mark.textContent = text.slice(words[lit][2], words[lit][3]);
    place.append(text.slice(0, words[lit][2]), mark, text.slice(words[lit][3]));
  };

  const breath = (time) => {
    const phase = told.breaths[last(told.breaths, time)];
    let full = 0;
    if (phase && time < phase[1]) {
      const along = (time - phase[0]) / (phase[1] - phase[0]);
      const eased = along * along * (3 - 2 * along);
      full = phase[2] + (phase[3] - phase[2]) * eased;
    }
    if (!calm.matches) orb.style.transform = "scale(" + (0.55 + 0.45 * full).toFixed(3) + ")";
  };

  const show = () => {
    const time = sound.currentTime;
    line(last(told.captions, time), time);
    breath(time);
    const part = told.chapters[last(told.chapters, time)];
    find("place").textContent = part ? part[1] : "";
    at.value = String(Math.round(time));
    at.setAttribute("aria-valuetext", clock(time) + " of " + clock(told.total));
    const left = "-" + clock(told.total - time);
    if (find("left").textContent !== left) find("left").textContent = left;
  };
  const frame = () => { show(); if (!sound.paused) requestAnimationFrame(frame); };

  sound.onplay = () => { begun = true; play.textContent = "Pause"; requestAnimationFrame(frame); };
  sound.onpause = () => { play.textContent = "Play"; show(); };
  sound.onseeked = sound.ontimeupdate = show;
  play.onclick = toggle;
  find("back").onclick = () => go(sound.currentTime - 15);
  find("on").onclick = () => go(sound.currentTime + 15);
  at.oninput = () => go(Number(at.value));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = event.target.closest("button, input, summary");
    if (event.key === " " && !inside) toggle();
    else if (event.key === "ArrowLeft" && inside !== at) go(sound.currentTime - 15);
    else if (event.key === "ArrowRight" && inside !== at) go(sound.currentTime + 15);
    else return;
    event.preventDefault();
  });
  if ("mediaSession" in navigator) {
    navigator.mediaSession.metadata = new MediaMetadata({ title: told.title, artist: told.author });
    const acts = {
      play: () => sound.play(), pause: () => sound.pause(),
      seekbackward: () => go(sound.currentTime - 15), seekforward: () => go(sound.currentTime + 15),
    };
    for (const name of Object.keys(acts)) {
      try { navigator.mediaSession.setActionHandler(name, acts[name]); } catch { /* not known here */ }
    }
  }
  show();
})();
