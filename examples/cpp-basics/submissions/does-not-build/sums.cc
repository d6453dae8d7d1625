#include <iostream>

int main() {
  int first = 0, second = 0;
  while (std::cin >> first >> second) {
    std::cout << first + second << '\n'
  }
}
