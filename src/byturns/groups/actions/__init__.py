"""What people do about groups and who is in them: one file a cluster of verbs."""
