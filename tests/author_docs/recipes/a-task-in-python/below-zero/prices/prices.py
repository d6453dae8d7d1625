def with_tax(price):
    return price * 1.1


if __name__ == "__main__":
    print(f"{with_tax(float(input())):.2f}")
