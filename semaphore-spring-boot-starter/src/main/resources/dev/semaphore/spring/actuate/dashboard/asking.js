
"use strict";

const POLL_MILLIS = 1000;
const SLOWEST_POLL_MILLIS = 16000;
const GIVE_UP_MILLIS = 10000;
const REORDER_MILLIS = 5000;
const MOST_CELLS = 40;
const SPARK_POINTS = 60;
const BOTTLENECKS = 3;

const $ = (id) => document.getElementById(id);
const endpoint = new URL(document.body.dataset.semaphores, location.href).href;
// In a frame of somebody else's page one might be made to click what one does not see.
const writable = document.body.dataset.writable === "true" && window.top === window.self;

const unsafe = writable && document.body.dataset.unsafe === "true";

const rows = new Map();
const visible = new Set();
let opened = null;
let reordered = 0;

/* Asking. */

function pathOf(name) {
	return `${endpoint}/${name.split("/").map(encodeURIComponent).join("/")}`;
}

async function ask(url, options) {
	const response = await fetch(url, { cache: "no-store", mode: "same-origin", credentials: "same-origin",
		signal: AbortSignal.timeout(GIVE_UP_MILLIS), ...options });
	const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
	if (!response.ok || !isJson) {
		const body = isJson ? await response.json() : {};
		const error = new Error(body.detail ?? body.message ?? body.error ?? reason(response));
		error.status = response.status;
		throw error;
	}
	return { body: await response.json(), skew: skew(response.headers.get("Date")) };
}

// How far the server's clock is ahead. It tells whole seconds, so less may be none.
function skew(date) {
	const difference = Date.parse(date ?? "") - Date.now();
	return Math.abs(difference) > 2000 ? difference : 0;
}

function reason(response) {
	switch (response.ok ? 401 : response.status) {
		case 401: return "you are not logged in any more";
		case 403: return "you may not do that";
		case 404: return "the endpoint semaphores is not there: expose it too";
		case 405: return "it is read-only";
		default: return `it answered ${response.status}`;
	}
}

// Asks again only after an answer, and only while somebody looks: requests never pile up.
function poll() {
	let failures = 0;
	async function round() {
		if (document.hidden) {
			document.addEventListener("visibilitychange", round, { once: true });
			return;
		}
		try {
			showAll((await ask(`${endpoint}?recent=true`)).body);
			await refreshDetails();
			failures = 0;
			say("live", "Live");
		}
		catch (error) {
			failures++;
			say("stale", `No answer, the numbers are old: ${error.message}`);
		}
		setTimeout(round, Math.min(POLL_MILLIS * 2 ** failures, SLOWEST_POLL_MILLIS));
	}
	round();
}

function say(state, words) {
	$("connection").dataset.state = state;
	text($("connection"), words);
}

/* Words and numbers. */

function text(element, value) {
	const words = String(value);
	if (element.textContent !== words) {
		element.textContent = words;
	}
}

function make(tag, words, className) {
	const element = document.createElement(tag);
	if (words !== undefined) {
		element.textContent = words;
	}
	if (className) {
		element.className = className;
	}
	return element;
}

function millis(value) {
	if (value < 1000) {
		return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ms`;
	}
	const seconds = value / 1000;
	if (seconds < 60) {
		return `${seconds.toFixed(1)} s`;
	}
	return seconds < 3600 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function rate(value) {
	return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} /s`;
}

function isoMillis(duration) {
	const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration) ?? [];
	return ((parts[1] ?? 0) * 3600 + (parts[2] ?? 0) * 60 + Number(parts[3] ?? 0)) * 1000;
}
