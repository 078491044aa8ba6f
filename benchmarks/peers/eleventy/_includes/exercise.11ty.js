const { escape, page } = require("./frame.js");

const links = (label, folder, slugs) =>
  slugs ? `<tr><th>${label}</th><td>${slugs.map((slug) => `<a href="../../${folder}/${slug}/">${slug}</a>`).join(", ")}</td></tr>` : "";

const dose = ({ limit, ...parts }) =>
  Object.entries(parts).map(([name, value]) => `${name} ${escape(value)}`).join(" ") +
  (limit ? ` at most ${escape(limit.amount)} ${limit.unit} a ${limit.per}` : "");

exports.render = (data) => {
  const titles = data.collections.titles;
  const exercise = (slug, rel = "") => `<a${rel} href="../${slug}/">${escape(titles[slug])}</a>`;
  const category = data.categories[0];
  return page(
    data,
    `<nav aria-label="Breadcrumb"><ol><li><a href="/">Bench Encyclopedia</a></li><li><a href="../../categories/${category}/">${category}</a></li><li>${escape(data.title)}</li></ol></nav>
<article>
<h1>${escape(data.title)}</h1>
<p>Also called ${data.other_names.map(escape).join(", ")}</p>
<p>${escape(data.summary)}</p>
<table>
${links("Filed under", "categories", data.categories)}
${links("Type", "types", [data.kind])}
${links("Level", "levels", [data.level])}
<tr><th>Position</th><td>${data.position}</td></tr>
${links("Equipment", "equipment", data.equipment)}
${links("Stretches", "muscles", data.stretches)}
${links("Strengthens", "muscles", data.strengthens)}
${links("Mobilizes", "muscles", data.mobilizes)}
${data.prerequisites ? `<tr><th>Prerequisites</th><td>${data.prerequisites.map((slug) => exercise(slug)).join(", ")}</td></tr>` : ""}
<tr><th>Dose</th><td>${dose(data.dose)}</td></tr>
</table>
<section>
<h2>Take care</h2>
<dl>
${data.cautions.map(({ condition, advice }) => `<dt>${escape(condition)}</dt><dd>${escape(advice)}</dd>`).join("\n")}
</dl>
</section>
${data.content}
<section>
<h2>Related</h2>
<ul>
${data.related.map((slug) => `<li>${exercise(slug)}</li>`).join("\n")}
</ul>
</section>
<p>Edition 0</p>
</article>
<nav aria-label="Before and after">
${data.before ? exercise(data.before, ' rel="prev"') : ""}
${data.after ? exercise(data.after, ' rel="next"') : ""}
</nav>`,
  );
};
