// Renews the page every two seconds: fetches it anew and takes the part that
// changes. Stacks that were unfolded stay so. Nothing is fetched while the tab
// is hidden or the page is paused.
"use strict";

const period = 2000;
const state = document.getElementById("state");
const pause = document.getElementById("pause");
let paused = false;

async function renew() {
	if (paused || document.hidden) return;
	try {
		const response = await fetch("./", { cache: "no-store" });
		if (!response.ok) throw new Error(response.status + " " + response.statusText);
		const text = await response.text();
		if (!paused) show(new DOMParser().parseFromString(text, "text/html"));
	} catch (failure) {
		state.textContent = "no answer: " + failure.message;
	}
}

function show(fresh) {
	const pools = document.getElementById("pools");
	const open = new Set(Array.from(pools.querySelectorAll("details[open]"), (d) => d.id));
	const focused = document.activeElement?.closest("details")?.id;
	for (const details of fresh.querySelectorAll("details")) details.open = open.has(details.id);
	document.title = fresh.title;
	state.textContent = fresh.getElementById("state").textContent;
	pools.replaceWith(document.adoptNode(fresh.getElementById("pools")));
	if (focused) document.getElementById(focused)?.querySelector("summary").focus();
}

pause.hidden = false;
pause.addEventListener("click", () => {
	paused = !paused;
	pause.textContent = paused ? "Go on" : "Pause";
	renew();
});
document.addEventListener("visibilitychange", renew);
setInterval(renew, period);
