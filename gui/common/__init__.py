"""What several rooms of the window share: looks, icons, plain widgets, jobs, roles."""
