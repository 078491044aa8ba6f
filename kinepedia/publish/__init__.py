"""The last stage: finished files become the output, in one step. Nothing before it touches the output."""
