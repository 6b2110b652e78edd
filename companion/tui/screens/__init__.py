"""Pages: home, before, during and after a session, the writer's room, fitting, and overlays."""
