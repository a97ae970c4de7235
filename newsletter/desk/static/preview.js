// Asks every second whether the newsroom would publish something else now, and shows it without losing the place.
"use strict";

(() => {
  const EVERY = 1000;
  const news = document.getElementById("news");
  let stamp = document.body.dataset.stamp;

  const say = (words) => {
    if (news.textContent !== words) news.textContent = words;
  };

  const get = async (path) => {
    const answer = await fetch(path, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  };

  // The frame is same-origin so that its place can be read and put back; nothing in it runs.
  const renew = (frame, version) => {
    frame.dataset.version = version;
    const { scrollX, scrollY } = frame.contentWindow;
    const put = () => frame.contentWindow.scrollTo(scrollX, scrollY);
    frame.addEventListener("load", put, { once: true });
    frame.contentWindow.location.reload();
  };

  // Where the focus is, in words that hold for the new page too; "" outside of `part`.
  const focused = (part) => {
    const at = document.activeElement;
    if (!part.contains(at)) return "";
    const box = at.closest("details[id]");
    if (at.localName === "summary" && box) return `[id="${CSS.escape(box.id)}"] > summary`;
    const href = at.getAttribute("href");
    return href === null ? "" : `#${part.id} a[href="${CSS.escape(href)}"]`;
  };

  const swap = (old, fresh) => {
    const place = focused(old);
    for (const box of old.querySelectorAll("details[id]")) {
      const same = fresh.querySelector(`[id="${box.id}"]`);
      if (same) same.open = box.open;
    }
    old.replaceWith(document.adoptNode(fresh));
    if (place) document.querySelector(place)?.focus({ preventScroll: true });
  };

  const refresh = async () => {
    const page = new DOMParser().parseFromString(await get("/"), "text/html");
    for (const old of document.querySelectorAll("[data-live]")) swap(old, page.getElementById(old.id));
    for (const frame of document.querySelectorAll("iframe")) {
      const { version } = page.getElementById(frame.id).dataset;
      if (version !== frame.dataset.version) renew(frame, version);
    }
    document.title = page.title;
    stamp = page.body.dataset.stamp;
  };

  const ask = async () => {
    try {
      if ((await get("/stamp")) !== stamp) {
        await refresh();
        say(`changed at ${new Date().toLocaleTimeString()}`);
      } else if (news.dataset.lost) {
        say("up to date");
      }
      delete news.dataset.lost;
    } catch {
      news.dataset.lost = "yes";
      say("no answer: newsletter preview has ended");
    }
    setTimeout(ask, EVERY);
  };

  say("up to date");
  setTimeout(ask, EVERY);
})();
