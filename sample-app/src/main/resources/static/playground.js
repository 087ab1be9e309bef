"use strict";

// Three printers, and three orders side by side. What it shares with app.js stands there.

const USERS = ["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gia", "Hal"];
const LANES = { "lane-fifo": "FIFO", "lane-lifo": "LIFO", "lane-barging": "BARGING" };

async function post(path, body) {
	const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" },
		body: JSON.stringify(body), signal: AbortSignal.timeout(GIVE_UP_MILLIS) });
	if (!response.ok) {
		throw new Error(response.status === 404 ? "the playground is off here" : `${path} answered ${response.status}`);
	}
}

/* The printers. */

function makeUsers(parent, answer) {
	for (const user of USERS) {
		const button = document.createElement("button");
		button.type = "button";
		button.textContent = user;
		button.addEventListener("click", () => post("/api/prints", { user })
			.then(() => answer.textContent = "", (error) => answer.textContent = `Not done: ${error.message}.`));
		parent.append(button);
	}
}

// Changes what changed, so that a screen reader says what is new and no more.
function showList(list, lines) {
	while (list.children.length > lines.length) {
		list.lastElementChild.remove();
	}
	lines.forEach((line, i) => {
		const item = list.children[i] ?? list.appendChild(document.createElement("li"));
		if (item.textContent !== line) {
			item.textContent = line;
		}
	});
}

function showPrinters({ printers, waiting, events }) {
	const list = document.getElementById("printer-list");
	const names = Object.keys(printers);
	showList(list, names.map((name) => `${name}: ${printers[name] || "idle"}`));
	names.forEach((name, i) => list.children[i].classList.toggle("held", printers[name] !== ""));
	showList(document.getElementById("print-queue"), waiting);
	showList(document.getElementById("print-log"), events);
}

/* The orders. */

function makeLane(name) {
	const lane = document.getElementById("lane").content.firstElementChild.cloneNode(true);
	lane.dataset.lane = name;
	lane.querySelector("h3").textContent = LANES[name];
	document.getElementById("lanes").append(lane);
	return lane;
}

function showLane(lane, semaphore) {
	const { recent, queueLength, maxQueue } = semaphore;
	const rate = (count) => `${recent.seconds > 0 ? Math.round(count / recent.seconds) : 0} /s`;
	const millis = (value) => `${Math.round(value)} ms`;
	const values = { waiting: queueLength, granted: rate(recent.acquired), refused: rate(recent.rejected),
		p50: millis(recent.waitMillis.p50), p95: millis(recent.waitMillis.p95) };
	for (const cell of lane.querySelectorAll("[data-number]")) {
		cell.textContent = values[cell.dataset.number];
	}
	showPermits(lane.querySelector(".permits"), semaphore);
	lane.querySelector(".queue > div").style.width = `${Math.min(100, 100 * queueLength / Math.max(maxQueue, 1))}%`;
}

function watchLoad(slider, value) {
	const send = () => post("/api/lanes", { perSecond: slider.valueAsNumber })
		.catch((error) => value.textContent = `Not done: ${error.message}.`);
	slider.addEventListener("input", () => value.textContent = slider.value);
	slider.addEventListener("change", send);
	// the load ends by itself when nobody asks for it any more
	setInterval(() => slider.valueAsNumber > 0 && !document.hidden && send(), 20000);
}

makeUsers(document.getElementById("users"), document.getElementById("print-answer"));
const lanes = new Map(Object.keys(LANES).map((name) => [name, makeLane(name)]));
document.addEventListener("semaphores", ({ detail }) =>
	lanes.forEach((lane, name) => detail[name] && showLane(lane, detail[name])));
poll(async () => showPrinters(await get("/api/prints")), () => {});
watchLoad(document.getElementById("load"), document.getElementById("load-value"));
