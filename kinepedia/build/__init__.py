"""The way from a folder of Markdown to a site, and what spares a build work that was done before."""
