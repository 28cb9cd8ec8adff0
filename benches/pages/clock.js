// A clock and a bar that change once a second.
const begun = performance.now();
const bar = document.querySelector("#bar div");
function tick() {
  const secs = Math.floor((performance.now() - begun) / 1000);
  const text = Math.floor(secs / 60) + ":" + String(secs % 60).padStart(2, "0");
  document.querySelector("#clock").textContent = text;
  bar.style.width = ((secs % 60) / 60) * 100 + "%";
}
setInterval(tick, 1000);
tick();
