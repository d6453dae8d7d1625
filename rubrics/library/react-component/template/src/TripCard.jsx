// One trip: where it goes, what it costs, and a button that keeps it.
export default function TripCard() {
  return null;
}
