"use strict";

// What there is to try: the semaphore's name, which is the burst's target too.
const PAGES = [
	{ name: "quotes", title: "Quotes", path: "/api/quotes/ACME", requests: 200,
		about: "The market's feed serves a few callers at once. Others wait in order of arrival; when the queue is full they are refused at once." },
	{ name: "reports", title: "Reports", path: "/api/reports", requests: 60,
		about: "SQL over all orders. Reports may hold only some of the pool's connections, and wait for a permit before they take one." },
	{ name: "batches", title: "Batches", path: "/api/batches?size=3", requests: 40,
		about: "A batch takes as many permits as it has trades: three of these, at three permits each, leave one that nobody uses." },
	{ name: "recommendations", title: "Recommendations", path: "/api/recommendations", requests: 40,
		about: "Nobody waits here: who finds the model busy is answered by a fallback, the bestsellers." },
	{ name: "valuations", title: "Valuations", path: "/api/valuations/A-1", requests: 40,
		about: "A CompletableFuture: the permit is held until it completes, and who waits for one holds no thread." },
];

const POLL_MILLIS = 250;
const STALE_MILLIS = 2000;
const GIVE_UP_MILLIS = 20000;

const MOST_CELLS = 40;

const RECENT = 20;

// Asks again only after an answer, and only while somebody looks: requests never pile up.
function poll(ask, failed) {
	const next = () => setTimeout(round, POLL_MILLIS);
	async function round() {
		if (document.hidden) {
			document.addEventListener("visibilitychange", round, { once: true });
			return;
		}
		try {
			await ask();
		}
		catch (error) {
			failed(error);
		}
		next();
	}
	round();
}

async function get(path) {
	const response = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(GIVE_UP_MILLIS) });
	if (!response.ok) {
		throw new Error(`${path} answered ${response.status}`);
	}
	return response.json();
}

function makeCard(page) {
	const card = document.getElementById("card").content.firstElementChild.cloneNode(true);
	const origin = location.origin;
	const separator = page.path.includes("?") ? "&" : "?";
	card.dataset.semaphore = page.name;
	card.querySelector("h3").textContent = page.title;
	card.querySelector(".about").textContent = page.about;
	const link = card.querySelector("a");
	link.href = page.path;
	link.textContent = page.path;
	card.querySelector(".one").textContent = `curl -i '${origin}${page.path}'`;
	card.querySelector(".many").textContent = `curl -sZ --parallel-immediate --parallel-max ${page.requests} -o /dev/null`
		+ ` -w '%{http_code}\\n' '${origin}${page.path}${separator}n=[1-${page.requests}]' | sort | uniq -c`;
	const button = card.querySelector("button");
	button.textContent = `Send ${page.requests} at once`;
	button.setAttribute("aria-label", `${button.textContent}: ${page.title}`);
	button.addEventListener("click", () => burst(page, card));
	return card;
}

function show(card, semaphore) {
	for (const cell of card.querySelectorAll("[data-number]")) {
		cell.textContent = semaphore[cell.dataset.number];
	}
	showPermits(card.querySelector(".permits"), semaphore);
	const most = Math.max(1, Math.min(semaphore.maxQueue, 100));
	card.querySelector(".queue > div").style.width = `${Math.min(100, 100 * semaphore.queueLength / most)}%`;
	const badge = card.querySelector(".badge");
	badge.textContent = (semaphore.state !== "open") ? semaphore.state : semaphore.mode;
	badge.hidden = semaphore.state === "open" && semaphore.mode === "enforce";
}

// Of a semaphore that several instances share: what each of them has.
async function showInstances(card, name) {
	const { share, instances = [] } = await get(`/actuator/semaphores/${name}`);
	const list = card.querySelector(".instances");
	list.replaceChildren(...instances.map((it) => {
		const line = document.createElement("li");
		const who = (it.instance === share?.instance) ? "this instance" : `instance ${it.instance.slice(0, 8)}`;
		line.textContent = `${who}: ${it.held} held, ${it.queueLength} waiting`;
		return line;
	}));
	list.hidden = instances.length === 0;
}

// A cell for each permit; where there are too many to tell apart, one cell stands for several.
function showPermits(bar, semaphore) {
	const cells = Math.min(Math.max(semaphore.permits, semaphore.held), MOST_CELLS);
	const held = Math.ceil(cells * semaphore.held / Math.max(semaphore.permits, semaphore.held, 1));
	while (bar.children.length > cells) {
		bar.lastElementChild.remove();
	}
	while (bar.children.length < cells) {
		bar.append(document.createElement("span"));
	}
	[...bar.children].forEach((cell, i) => cell.classList.toggle("held", i < held));
}

async function burst(page, card) {
	const output = card.querySelector("output");
	const buttons = document.querySelectorAll("#cards button");
	buttons.forEach((button) => button.disabled = true);
	output.classList.remove("bad");
	output.textContent = `Sending ${page.requests} …`;
	try {
		const response = await fetch("/api/bursts", {
			method: "POST",
			headers: { "Content-Type": "application/json" },
			body: JSON.stringify({ target: page.name, requests: page.requests }),
		});
		const body = await response.json();
		output.classList.toggle("bad", !response.ok);
		output.textContent = response.ok ? summary(body)
			: response.status === 404 ? "Bursts are off here. Send your own with curl." : body.detail;
	}
	catch (error) {
		output.classList.add("bad");
		output.textContent = `No answer: ${error.message}`;
	}
	buttons.forEach((button) => button.disabled = false);
}

function summary(result) {
	const outcomes = Object.entries(result.outcomes)
		.map(([outcome, count]) => /^\d/.test(outcome) ? `${count} × ${outcome}` : `${count} ${outcome}`)
		.sort((one, other) => one.includes("×") - other.includes("×"));
	return `${outcomes.join(", ")}, in ${(result.millis / 1000).toFixed(1)} s`;
}

function watchSemaphores(cards, connection) {
	let answered = Date.now();
	const say = (state, text) => {
		if (connection.dataset.state !== state) {
			connection.dataset.state = state;
			connection.textContent = text;
		}
	};
	poll(async () => {
		const { semaphores } = await get("/actuator/semaphores?recent=true");
		answered = Date.now();
		document.dispatchEvent(new CustomEvent("semaphores", { detail: semaphores }));
		for (const [name, card] of cards) {
			if (semaphores[name]) {
				show(card, semaphores[name]);
			}
		}
		await Promise.all([...cards].filter(([name]) => (semaphores[name]?.backend ?? "local") !== "local")
			.map(([name, card]) => showInstances(card, name)));
		say("live", "Live");
	}, () => say("stale", "No answer: the numbers below are old"));
	setInterval(() => {
		if (!document.hidden && Date.now() - answered > STALE_MILLIS) {
			say("stale", "No answer: the numbers below are old");
		}
	}, POLL_MILLIS);
}

function watchQuickPage(last, slowest) {
	const recent = [];
	poll(async () => {
		const start = performance.now();
		await get("/api/orders/1");
		recent.push(Math.ceil(performance.now() - start));
		if (recent.length > RECENT) {
			recent.shift();
		}
		last.textContent = `${recent.at(-1)} ms`;
		slowest.textContent = `${Math.max(...recent)} ms`;
	}, () => last.textContent = "no answer");
}

const cards = new Map(PAGES.map((page) => [page.name, makeCard(page)]));
document.getElementById("cards").prepend(...cards.values());
document.querySelectorAll(".origin").forEach((element) => element.textContent = location.origin);
watchSemaphores(cards, document.getElementById("connection"));
watchQuickPage(document.getElementById("quick-last"), document.getElementById("quick-slowest"));
