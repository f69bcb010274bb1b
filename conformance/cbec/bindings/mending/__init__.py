"""XML that is not quite XML: what is wrong with it, told precisely, and mended where no value can change."""
