const { escape, page } = require("../_includes/frame.js");

exports.render = (data) => {
  const categories = data.collections.all.filter((item) => item.url.startsWith("/categories/") && item.fileSlug !== "categories");
  const items = categories.map(
    (item) => `<li><a href="${item.url}">${escape(item.data.title)}</a> (${(data.collections[item.fileSlug] || []).length})</li>`,
  );
  return page({ ...data, title: "Bench Encyclopedia" }, `<h1>Bench Encyclopedia</h1>\n<ul>\n${items.join("\n")}\n</ul>`);
};
