"""Floor 8, the areas that are there at once: three real ones with facts only, and Wellbridge, which is invented."""
