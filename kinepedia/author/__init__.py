"""What authors do to a site besides building it: begin it, look at it, rename in it, draw poses for it."""
