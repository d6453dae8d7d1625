def with_tax(price):
    if price < 0:
        raise ValueError("a price below zero")
    return price * 1.1


if __name__ == "__main__":
    print(f"{with_tax(float(input())):.2f}")
