const { escape, page } = require("./frame.js");

exports.render = (data) => page(data, `<article>\n<h1>${escape(data.title)}</h1>\n${data.content}\n</article>`);
