const { escape, page } = require("./frame.js");

exports.render = (data) => {
  const exercises = (data.collections[data.page.fileSlug] || []).toSorted((a, b) => a.data.order - b.data.order);
  const items = exercises.map((item) => `<li><a href="${item.url}">${escape(item.data.title)}</a> ${escape(item.data.summary)}</li>`);
  return page(data, `<h1>${escape(data.title)}</h1>\n${data.content}\n<ul>\n${items.join("\n")}\n</ul>`);
};
