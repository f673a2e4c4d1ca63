"""Papers in the window: asked for, looked at, printed, saved."""
