
/* One of them, with everything. */

function toggle(row) {
	const close = opened === row;
	if (opened) {
		opened.details.remove();
		opened.button.setAttribute("aria-expanded", "false");
		opened = null;
	}
	history.replaceState(null, "", close ? location.pathname + location.search : `#${encodeURIComponent(row.name)}`);
	if (close) {
		return;
	}
	opened = row;
	row.details = $("details").content.firstElementChild.cloneNode(true);
	row.details.ariaLabel = `Details of ${row.name}`;
	row.button.setAttribute("aria-expanded", "true");
	steer(row);
	row.element.append(row.details);
	refreshDetails().catch((error) => tell(row, error));
}

function reveal(name) {
	const row = rows.get(name);
	row.element.hidden = false;
	if (opened !== row) {
		toggle(row);
	}
	row.element.scrollIntoView({ block: "nearest" });
	row.button.focus();
}

async function refreshDetails() {
	const row = opened;
	if (row) {
		const { body, skew } = await ask(pathOf(row.name));
		if (opened === row) {
			showDetails(row, body, skew);
		}
	}
}

function steer(row) {
	const form = row.details.querySelector("form");
	form.querySelector("fieldset").disabled = !writable;
	form.querySelector(".locked").hidden = writable;
	form.elements.permits.value = row.semaphore.permits;
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		change(row, { permits: form.elements.permits.valueAsNumber });
	});
	form.elements.state.addEventListener("click", () =>
		change(row, { state: row.semaphore.state === "open" ? "closed" : "open" }));
	form.elements.clear.addEventListener("click", () => change(row, { statistics: "clear" }));
}

async function change(row, body) {
	const headers = { "Content-Type": "application/json" };
	// Spring Security's, where it keeps it in a cookie
	const token = /(?:^|; )XSRF-TOKEN=([^;]+)/.exec(document.cookie);
	if (token) {
		headers["X-XSRF-TOKEN"] = decodeURIComponent(token[1]);
	}
	const fields = row.details.querySelector("fieldset");
	fields.disabled = true;
	try {
		const answer = await ask(pathOf(row.name), { method: "POST", headers, body: JSON.stringify(body) });
		row.semaphore = { ...row.semaphore, ...answer.body };
		row.draw();
		tell(row, null, body.state ? `It is ${answer.body.state} now.`
			: body.unsafeEndLease ? `The lease of instance ${body.unsafeEndLease} has ended.`
			: body.unsafeRelease ? `What holder ${body.unsafeRelease} held was given back.`
			: body.statistics ? "Everything is counted anew." : `It has ${answer.body.permits} permits now.`);
		if (opened === row) {
			showDetails(row, answer.body, answer.skew);
		}
	}
	catch (error) {
		tell(row, error);
	}
	fields.disabled = !writable;
}

function tell(row, error, words) {
	const output = row.details.querySelector("output");
	output.classList.toggle("bad", Boolean(error));
	text(output, error ? `Not done: ${error.message}.` : words);
}

function showDetails(row, semaphore, skew) {
	const part = (selector) => row.details.querySelector(selector);
	text(part("[name=state]"), semaphore.state === "open" ? "Close" : "Open");
	const times = semaphore.statistics;
	facts(part(".facts"), { "Oldest waits": semaphore.queueLength ? millis(isoMillis(semaphore.oldestWait)) : "–",
		"Max wait": millis(isoMillis(semaphore.maxWait)), "Max queue": semaphore.maxQueue, Order: semaphore.order,
		Mode: semaphore.mode, "Kept in": semaphore.backend + (semaphore.backendState ? `, ${semaphore.backendState}` : ""), "Granted so far": times.acquired,
		"Mean wait": millis(isoMillis(times.waitTime.mean)), "Longest wait": millis(isoMillis(times.waitTime.max)),
		"Mean hold": millis(isoMillis(times.holdTime.mean)), "Longest hold": millis(isoMillis(times.holdTime.max)) });
	charts(part(".charts"), semaphore.history);
	const reasons = Object.entries(times.rejected).filter(([, count]) => count > 0);
	text(part(".reasons"), reasons.map(([name, count]) => `${name} ${count}`).join(", ") || "None");
	advice(part(".advice"), semaphore.advice, semaphore.permits);
	const what = (it) => (it.what ?? "–").replace(/^[\w.$]*\.(?=[\w$]+\.[\w$]+$)/, "");
	const age = (since) => millis(Math.max(Date.now() + skew - Date.parse(since), 0));
	const instances = semaphore.instances ?? [];
	table(part(".instances"), `Instances (${instances.length})`, ["Instance", "Held", "Waiting", ...(unsafe ? ["By force"] : [])],
		instances.map((it) => [it.instance + (it.instance === semaphore.share?.instance ? " (this one)" : ""), it.held, it.queueLength]));
	if (unsafe) {
		instances.forEach((it, i) => offerToEnd(row, part(".instances tbody").rows[i], it.instance, semaphore.share?.instance));
	}
	table(part(".holders"), `Holders (${semaphore.holders.length})`, ["Id", "What", "Thread", "Key", "Permits", "For", "Since", ...(unsafe ? ["By force"] : [])],
		semaphore.holders.map((it) => [it.id, what(it), it.threadName || `#${it.threadId}`, it.key ?? "–", it.weight, age(it.since),
			new Date(it.since).toLocaleTimeString()]));
	if (unsafe) {
		semaphore.holders.forEach((it, i) => offerToRelease(row, part(".holders tbody").rows[i], it.id, what(it)));
	}
	table(part(".waiters"), `Waiting (${semaphore.queueLength})`, ["What", "Key", "Permits", "For"],
		semaphore.waiters.map((it) => [what(it), it.key ?? "–", it.weight, age(it.since)]));
	table(part(".keys"), `Busiest keys (${semaphore.keys.length})`, ["Key", "Held", "Waiting", "Granted"],
		semaphore.keys.map((it) => [it.key, it.held, it.queueLength, it.acquired]));
	table(part(".events"), "What happened lately", ["At", "Event", "", "Times"],
		semaphore.events.map((it) => [new Date(it.at).toLocaleTimeString(), it.kind, it.what ?? "", it.count]));
}

function offerToRelease(row, line, id, what) {
	offer(row, line, "Give back", `Give back by force what holder ${id}, ${what}, holds`,
		`Give back what holder ${id}, ${what}, holds of ${row.name}?`, { unsafeRelease: id });
}

// The instance that is asked is none that hangs.
function offerToEnd(row, line, instance, asked) {
	const button = offer(row, line, "End lease", `End by force the lease of instance ${instance}`,
		`End the lease of instance ${instance}, with all that it holds of ${row.name}?`, { unsafeEndLease: instance });
	button.hidden = instance === asked;
}

// Rows are used for others as time goes by, so it is asked who is meant.
function offer(row, line, words, label, question, body) {
	const button = line.querySelector("button") ?? line.insertCell().appendChild(make("button", words));
	button.type = "button";
	button.ariaLabel = label;
	button.onclick = () => {
		if (confirm(`${question}\n\nIf it is still at work, more than the limit will be.`)) {
			change(row, body);
		}
	};
	return button;
}

function advice(section, advice, permits) {
	const choices = advice ? advice.choices : [];
	table(section, "How many permits?", ["Permits", "Held", "Have to wait", "Mean wait", "Wait p95"], choices.map((it) =>
		[it.permits === permits ? `${it.permits} (now)` : it.permits, percent(it.utilisation), percent(it.waitProbability),
			millis(it.meanWaitMillis), millis(it.waitP95Millis)]));
	if (!advice) {
		return;
	}
	text(section.querySelector("p"), `In the last ${millis(advice.seconds * 1000)}: ${rate(advice.arrivalsPerSecond)} came and `
		+ `held for ${millis(advice.meanHoldMillis)} on average, which keeps ${advice.load} permits busy. `
		+ (advice.utilisation >= 1 ? `${permits} are too few: the queue grows. ` : "")
		+ `With ${advice.enough}, 99 of 100 would wait no longer than the max wait.`);
	const list = section.querySelector("ul");
	while (list.children.length > advice.caveats.length) {
		list.lastElementChild.remove();
	}
	advice.caveats.forEach((caveat, i) => text(list.children[i] ?? list.appendChild(make("li")), caveat));
}

function percent(share) {
	return `${Math.round(100 * share)} %`;
}

function facts(list, values) {
	Object.entries(values).forEach(([name, value], i) => {
		if (!list.children[i]) {
			list.append(make("div"));
			list.children[i].append(make("dt", name), make("dd"));
		}
		text(list.children[i].lastElementChild, value);
	});
}

function table(section, title, head, lines) {
	text(section.querySelector("h3"), title);
	section.hidden = lines.length === 0;
	if (!section.querySelector("table")) {
		const scroll = make("div", undefined, "scroll");
		scroll.tabIndex = 0;
		scroll.role = "region";
		scroll.ariaLabel = title;
		const made = scroll.appendChild(make("table"));
		made.createTHead().insertRow().append(...head.map((name) => {
			const cell = make("th", name);
			cell.scope = "col";
			return cell;
		}));
		made.createTBody();
		section.append(scroll);
	}
	const body = section.querySelector("tbody");
	while (body.rows.length > lines.length) {
		body.lastElementChild.remove();
	}
	lines.forEach((line, i) => {
		const row = body.rows[i] ?? body.insertRow();
		line.forEach((value, j) => text(row.cells[j] ?? row.insertCell(), value));
	});
}
