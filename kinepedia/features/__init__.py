"""What a site gets besides its pages: one module for each, which `plan` knows through `plan.feature` only."""
