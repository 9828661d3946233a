"""Pages for developers, registered in development only."""
