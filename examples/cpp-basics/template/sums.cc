// Reads pairs of numbers and prints the sum of each pair on a line of its own.

int main() {}
