"""The composition root: settings, addresses, commands. It alone knows all apps."""
