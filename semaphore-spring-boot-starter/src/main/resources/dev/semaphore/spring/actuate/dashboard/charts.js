
/* Charts. */

function charts(parent, history) {
	const step = history.stepSeconds;
	const perSecond = (counts) => counts.map((count) => count / step);
	const percentile = (list, name) => list.map((percentiles) => percentiles[name]);
	const times = (list) => ({ p50: percentile(list, "p50"), p95: percentile(list, "p95"), p99: percentile(list, "p99") });
	const all = [["Granted and refused", rate, { granted: perSecond(history.acquired), refused: perSecond(history.rejected) }],
		["Held and waiting", Math.round, { held: history.held, waiting: history.queueLength }],
		["Wait", millis, times(history.waitMillis)], ["Hold", millis, times(history.holdMillis)]];
	all.forEach(([title, format, series], i) => {
		chart(parent.children[i] ?? parent.appendChild(make("figure")), title, format, series, step);
	});
}

function chart(figure, title, format, series, step) {
	const names = Object.keys(series);
	if (!figure.firstChild) {
		const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
		svg.setAttribute("viewBox", "0 0 300 80");
		svg.setAttribute("preserveAspectRatio", "none");
		svg.setAttribute("role", "img");
		const caption = make("figcaption");
		caption.append(make("b"));
		["first", "second", "third"].slice(0, names.length).forEach((className) => {
			const polyline = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "polyline"));
			polyline.setAttribute("class", className);
			caption.append(make("span", "", className));
		});
		figure.append(caption, svg);
	}
	const [caption, svg] = figure.children;
	const points = series[names[0]].length;
	const top = Math.max(...Object.values(series).flat(), 0);
	const span = millis(points * step * 1000);
	text(caption.firstChild, points ? `${title}, last ${span}, at most ${format(top)}` : `${title}: measured in ${step} s`);
	names.forEach((name, i) => {
		line(svg.children[i], series[name], top, 300, 80, Math.max(points, 2));
		text(caption.children[i + 1], `${name} ${points ? format(series[name].at(-1)) : "–"}`);
	});
	svg.ariaLabel = caption.textContent;
}

function line(polyline, values, top, width, height, points) {
	const x = (i) => width * (points - values.length + i) / (points - 1);
	const y = (value) => height - (top > 0 ? value / top : 0) * (height - 2) - 1;
	polyline.setAttribute("points", values.map((value, i) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(" "));
}
