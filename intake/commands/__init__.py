"""The subcommands of ``intake``, besides running the service."""
