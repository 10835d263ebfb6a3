"""The process of the service: its web server, what it tells systemd, and its logs."""
