"""Report to findings: rules as data, evaluated to pass, fail, unknown or broken."""
