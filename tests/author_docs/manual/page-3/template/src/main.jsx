// The list of what is missing.
