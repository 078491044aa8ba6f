// JavaScript templates are the fastest that Eleventy has, and bodies need no template language of their own.
module.exports = (config) => {
  config.addCollection("titles", (api) =>
    Object.fromEntries(api.getFilteredByGlob("content/exercises/*.md").map((item) => [item.fileSlug, item.data.title])),
  );
  return {
    dir: { input: "content", includes: "../_includes", output: "output" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
  };
};
