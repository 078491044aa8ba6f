const CHARACTERS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

exports.escape = (text) => String(text).replace(/[&<>"']/g, (character) => CHARACTERS[character]);

exports.page = (data, main) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${exports.escape(data.title)} · Bench Encyclopedia</title>
${data.summary ? `<meta name="description" content="${exports.escape(data.summary)}">` : ""}
<link rel="canonical" href="https://example.org${data.page.url}">
</head>
<body>
<header>
<a href="/">Bench Encyclopedia</a>
<nav aria-label="Main"><a href="/articles/how-to-begin/">How to begin</a> <a href="/articles/about/">About</a></nav>
</header>
<main>
${main}
</main>
<footer>
<p>Bench Encyclopedia. Exercise within comfort, and ask a professional if in doubt.</p>
</footer>
</body>
</html>
`;
