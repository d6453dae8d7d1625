// Prints the sum of its arguments.
