"""What people do so that the group stays safe. Import the modules, call the verbs."""
