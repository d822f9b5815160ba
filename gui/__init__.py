"""The window. It knows the façade core.session and plain values of core, nothing else of it."""
