"use strict";
// The time of the sound is the only clock: everything on the page is computed from it.
(() => {
  const find = (id) => document.getElementById(id);
  const data = JSON.parse(find("data").textContent);
  const sound = find("sound");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const clock = (seconds) => {
    const s = Math.max(0, Math.round(seconds));
    return Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0");
  };

  // every browser can seek in a blob; the data URL in the page is for browsers without scripts
  const raw = atob(sound.src.slice(sound.src.indexOf(",") + 1));
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  sound.src = URL.createObjectURL(new Blob([bytes], { type: "audio/mpeg" }));
  sound.controls = false;
  sound.hidden = true;
  find("controls").hidden = find("along").hidden = false;

  const play = find("play"), at = find("at"), orb = find("orb").firstElementChild;
  const go = (to) => { sound.currentTime = Math.min(Math.max(0, to), data.total); show(); };
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
  for (const [start, title] of data.chapters) {
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.textContent = title + " (" + clock(start) + ")";
    button.onclick = () => go(start);
    item.append(button);
    find("chapters").append(item);
  }
  find("parts").hidden = data.chapters.length < 2;

  let shown = -2, word = -2, begun = false;
  const line = (index, time) => {
    if (!begun && time === 0) { find("line").textContent = data.opening; return; }
    const [, , text, words] = index < 0 ? [0, 0, "", []] : data.captions[index];
    let lit = -1;
    for (let i = 0; i < words.length; i++) if (words[i][0] <= time && time < words[i][1]) lit = i;
    if (index === shown && lit === word) return;
    word = lit;
    if (index !== shown) {
      shown = index;
      const said = (i) => (data.captions[i] || [0, 0, ""])[2];
      find("before").textContent = said(index - 1);
      find("after").textContent = said(index + 1);
      rows.forEach((row, i) => row.classList.toggle("now", i === index));
    }
    const place = find("line");
    place.textContent = "";
    if (lit < 0) { place.textContent = text || data.opening; return; }
    const mark = document.createElement("span");
    mark.className = "lit";
    mark.textContent = text.slice(words[lit][2], words[lit][3]);
    place.append(text.slice(0, words[lit][2]), mark, text.slice(words[lit][3]));
  };

  const breath = (time) => {
    const phase = data.breaths[last(data.breaths, time)];
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
    line(last(data.captions, time), time);
    breath(time);
    const part = data.chapters[last(data.chapters, time)];
    find("place").textContent = part ? part[1] : "";
    at.value = String(Math.round(time));
    at.setAttribute("aria-valuetext", clock(time) + " of " + clock(data.total));
    const left = "-" + clock(data.total - time);
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
    navigator.mediaSession.metadata = new MediaMetadata({ title: data.title, artist: data.author });
    const acts = {
      play: () => sound.play(), pause: () => sound.pause(),
      seekbackward: () => go(sound.currentTime - 15), seekforward: () => go(sound.currentTime + 15),
    };
    for (const name of Object.keys(acts)) {
      try { navigator.mediaSession.setActionHandler(name, acts[name]); } catch { /* this browser doesn't have it */ }
    }
  }
  show();
})();
