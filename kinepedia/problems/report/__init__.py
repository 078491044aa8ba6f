"""What a build found, as people and programs read it: one module for each form."""
