"""Review: what people decide about the lines of a filing, kept safely, remembered, and followed."""
