"""Who may come to the desk: the team, how its members sign in, and their sessions."""
