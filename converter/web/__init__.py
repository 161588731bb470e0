"""The review page and the HTTP API: thin callers of `review` and of the pipeline."""
