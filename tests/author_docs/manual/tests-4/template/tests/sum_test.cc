#include <cstdlib>

int sum(int a, int b);

int main(int, char** arguments) {
  return sum(std::atoi(arguments[1]), std::atoi(arguments[2])) != std::atoi(arguments[3]);
}
