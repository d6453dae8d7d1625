#include <iostream>

int main() {
  long long first = 0, second = 0;
  while (std::cin >> first >> second) std::cout << first + second << '\n';
}
