
/* All of them. */

function showAll({ semaphores, hazards }) {
	const totals = { all: 0, full: 0, waiting: 0, granted: 0, refused: 0 };
	for (const [name, semaphore] of Object.entries(semaphores)) {
		const row = rows.get(name) ?? addRow(name);
		row.update(semaphore);
		totals.all++;
		totals.full += row.full ? 1 : 0;
		totals.waiting += semaphore.queueLength;
		totals.granted += row.granted;
		totals.refused += row.refused;
	}
	for (const name of rows.keys()) {
		if (!Object.hasOwn(semaphores, name)) {
			removeRow(name);
		}
	}
	for (const element of document.querySelectorAll("[data-total]")) {
		const value = totals[element.dataset.total];
		text(element, ["granted", "refused"].includes(element.dataset.total) ? rate(value) : value);
	}
	showHazards(hazards ?? []);
	showBottlenecks();
	reorder(false);
	filter();
}

function showHazards(hazards) {
	const list = $("hazards").querySelector("ul");
	$("hazards").hidden = hazards.length === 0;
	while (list.children.length > hazards.length) {
		list.lastElementChild.remove();
	}
	hazards.forEach(({ semaphores, calls }, i) => {
		const item = list.children[i] ?? list.appendChild(make("li"));
		text(item, `${[...semaphores, semaphores[0]].join(" → ")}: ${calls.join("; ")}`);
	});
}

function showBottlenecks() {
	const worst = [...rows.values()].filter((row) => row.pressure >= 1)
		.sort((one, other) => other.pressure - one.pressure).slice(0, BOTTLENECKS);
	const words = worst.map((row) => row.complaint()).join();
	const paragraph = $("bottlenecks");
	if (paragraph.dataset.words === words) {
		return;
	}
	paragraph.dataset.words = words;
	if (paragraph.contains(document.activeElement)) {
		return;
	}
	paragraph.replaceChildren(worst.length ? "Under pressure: " : "Nobody waits, nobody is refused.");
	worst.forEach((row, i) => {
		const link = make("button", row.name, "link");
		link.type = "button";
		link.addEventListener("click", () => reveal(row.name));
		paragraph.append(i ? "; " : "", link, ` (${row.complaint()})`);
	});
}

function addRow(name) {
	const row = new Row(name);
	rows.set(name, row);
	const list = $("semaphores");
	const next = [...list.children].find((item) => item.dataset.semaphore > name);
	list.insertBefore(row.element, next ?? null);
	sight.observe(row.element);
	if (location.hash && location.hash.slice(1) === encodeURIComponent(name)) {
		reveal(name);
	}
	return row;
}

function removeRow(name) {
	if (opened?.name === name) {
		opened = null;
	}
	sight.unobserve(rows.get(name).element);
	rows.get(name).element.remove();
	rows.delete(name);
}

// Not while somebody is in the list, from whom it would run away.
function reorder(atOnce) {
	const list = $("semaphores");
	const busiest = $("order").value === "pressure";
	if (!atOnce && (!busiest || Date.now() - reordered < REORDER_MILLIS || list.matches(":hover, :focus-within"))) {
		return;
	}
	reordered = Date.now();
	const byName = (one, other) => (one.name < other.name) ? -1 : 1;
	const sorted = [...rows.values()]
		.sort((one, other) => (busiest && other.pressure - one.pressure) || byName(one, other));
	list.append(...sorted.map((row) => row.element));
}

function filter() {
	const words = $("find").value.trim().toLowerCase();
	let shown = 0;
	for (const row of rows.values()) {
		const show = row.name.toLowerCase().includes(words) && (!$("busy").checked || row.pressure >= 1 || row === opened);
		row.element.hidden = !show;
		shown += show ? 1 : 0;
	}
	$("nothing").hidden = shown > 0;
}

// What nobody sees is not drawn.
const sight = new IntersectionObserver((entries) => entries.forEach((entry) => {
	const name = entry.target.dataset.semaphore;
	visible[entry.isIntersecting ? "add" : "delete"](name);
	if (entry.isIntersecting) {
		rows.get(name)?.draw();
	}
}), { rootMargin: "200px" });

/* One of them, in a row. */

class Row {

	constructor(name) {
		this.name = name;
		this.element = $("semaphore").content.firstElementChild.cloneNode(true);
		this.element.dataset.semaphore = name;
		this.button = this.element.querySelector("button");
		this.button.textContent = name;
		this.button.addEventListener("click", () => toggle(this));
		this.bars = this.element.querySelector(".bars");
		this.spark = this.element.querySelector(".spark polyline");
		this.numbers = [...this.element.querySelectorAll("[data-number]")];
		this.points = [];
	}

	update(semaphore) {
		const { permits, held, queueLength, recent } = semaphore;
		this.semaphore = semaphore;
		this.granted = recent.seconds > 0 ? recent.acquired / recent.seconds : 0;
		this.refused = recent.seconds > 0 ? recent.rejected / recent.seconds : 0;
		this.full = semaphore.available <= 0;
		this.pressure = queueLength + 10 * this.refused + (permits > 0 ? 0.99 * Math.min(held / permits, 1) : 0);
		if (this.points.push(this.granted) > SPARK_POINTS) {
			this.points.shift();
		}
		if (visible.has(this.name)) {
			this.draw();
		}
	}

	complaint() {
		const waiting = this.semaphore.queueLength;
		const words = waiting ? [`${waiting} waiting, up to ${millis(isoMillis(this.semaphore.oldestWait))}`] : [];
		return words.concat(this.refused > 0 ? `${rate(this.refused)} refused` : []).join(", ");
	}

	draw() {
		const { permits, held, queueLength, maxQueue, recent, state, mode, oldestWait, backend, backendState } = this.semaphore;
		const values = { held: `${held} of ${permits}`, waiting: queueLength, granted: rate(this.granted),
			refused: rate(this.refused), wait: millis(recent.waitMillis.p95), hold: millis(recent.holdMillis.p95) };
		for (const number of this.numbers) {
			text(number, values[number.dataset.number]);
			number.classList.toggle("bad", number.dataset.number === "refused" && this.refused > 0);
		}
		const [bar, queue] = this.bars.children;
		const size = Math.max(permits, held, 1);
		bar.classList.toggle("over", held > permits);
		bar.classList.toggle("cells", size <= MOST_CELLS);
		bar.style.setProperty("--cells", size);
		bar.firstElementChild.style.width = `${100 * held / size}%`;
		queue.firstElementChild.style.width = `${100 * Math.min(Math.sqrt(queueLength / Math.max(maxQueue, 1)), 1)}%`;
		const words = `${values.held} permits held, ${queueLength} waiting`;
		if (this.bars.ariaLabel !== words) {
			this.bars.ariaLabel = words;
			this.bars.title = queueLength ? `${words}, one for ${millis(isoMillis(oldestWait))}` : words;
		}
		this.badges([state !== "open" && state, mode !== "enforce" && mode, this.refused > 0 && "refusing",
			backendState === "down" && `${backend} does not answer`]);
		line(this.spark, this.points, Math.max(...this.points), 60, 20, SPARK_POINTS);
	}

	badges(words) {
		const wanted = words.filter(Boolean);
		const badges = this.element.querySelector(".badges");
		if (badges.dataset.words !== wanted.join()) {
			badges.dataset.words = wanted.join();
			badges.replaceChildren(...wanted.map((word) => make("span", word, word === "dry-run" || word === "off" ? "" : "bad")));
		}
	}

}

$("view").addEventListener("submit", (event) => event.preventDefault());
$("find").addEventListener("input", filter);
$("busy").addEventListener("change", filter);
$("order").addEventListener("change", () => reorder(true));
poll();
