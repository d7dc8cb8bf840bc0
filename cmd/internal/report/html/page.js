"use strict";

// The page is whole without this: it filters, groups, and opens what a link leads to.
(() => {
	const form = document.getElementById("filter");
	if (!form) return;
	const main = document.getElementById("findings");
	const articles = Array.from(main.querySelectorAll("article"));
	const words = new Map(articles.map((a) => [a, `${a.dataset.package} ${a.textContent}`.toLowerCase()]));
	const text = document.getElementById("text");
	const fixable = document.getElementById("fixable");
	const group = document.getElementById("group");
	const shown = document.getElementById("shown");

	function filter() {
		const rules = new Set(Array.from(form.querySelectorAll("[name=rule]:checked"), (box) => box.value));
		const wanted = text.value.toLowerCase().split(/\s+/);
		let count = 0;
		for (const a of articles) {
			a.hidden = !rules.has(a.dataset.rule) ||
				(fixable.checked && !("fixable" in a.dataset)) ||
				!wanted.every((word) => words.get(a).includes(word));
			if (!a.hidden) count++;
		}
		for (const section of main.children) {
			section.hidden = !section.querySelector("article:not([hidden])");
		}
		shown.value = count === articles.length ? "" : `${count} of ${articles.length} shown`;
	}

	function regroup() {
		const sections = new Map();
		for (const a of articles) {
			const name = a.dataset[group.value];
			if (!sections.has(name)) {
				const section = document.createElement("section");
				section.className = "group";
				section.dataset.group = name;
				section.appendChild(document.createElement("h2")).textContent = name;
				sections.set(name, section);
			}
			sections.get(name).append(a);
		}
		const all = Array.from(sections.values());
		if (group.value === "rule") {
			all.sort((a, b) => a.dataset.group.localeCompare(b.dataset.group));
		}
		main.replaceChildren(...all);
		filter();
	}

	function open() {
		const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
		if (target instanceof HTMLDetailsElement) target.open = true;
	}

	form.addEventListener("submit", (event) => event.preventDefault());
	form.addEventListener("input", (event) => event.target === group ? regroup() : filter());
	addEventListener("hashchange", open);
	form.hidden = false;
	regroup(); // a reload keeps what was entered
	open();
})();
