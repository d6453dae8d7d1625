// The bus goes around: after the last stop comes the first one. README.md says more.
const stops = ["Market", "Library", "Harbour", "Hospital"];
