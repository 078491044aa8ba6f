"""The fifth stage: pages become HTML, through the site's templates and the theme's."""
