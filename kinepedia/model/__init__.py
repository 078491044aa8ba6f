"""What an encyclopedia is made of: collections and their fields, settings, and addresses."""
