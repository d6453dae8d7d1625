#include <iostream>

int main() {
  long long first = 0, second = 0;
  std::cin >> first >> second;
  do {
    std::cout << first + second << '\n';
  } while (std::cin >> first >> second);
}
