const sizes = [
  { name: "small", upTo: 2 },
  { name: "medium", upTo: 10 },
  { name: "large", upTo: 30 },
  { name: "too heavy", upTo: Infinity },
];

function sizeOf(kilograms) {
  if (!(kilograms > 0)) {
    throw new RangeError(`no parcel has ${kilograms} kilograms`);
  }
  return sizes.find((size) => kilograms <= size.upTo).name;
}

module.exports = sizeOf;
