// Runs in the offline page: presses the button; from the camera's first frame to the verdict.
async () => {
  const panel = document.getElementById("verdict-panel");
  panel.replaceChildren();
  return new Promise((done) => {
    let first = null;
    const video = document.getElementById("video");
    video.addEventListener("loadeddata", () => { first = performance.now(); }, { once: true });
    const watch = new MutationObserver(() => {
      const word = panel.querySelector("h1")?.textContent;
      if (!word) return;
      watch.disconnect();
      // The next frame is the one that the officer sees.
      requestAnimationFrame((now) => done({ word, seen: now - first, pressed: now - press }));
    });
    watch.observe(panel, { childList: true });
    const press = performance.now();
    document.getElementById("open-camera").click();
  });
};
