// One trip: where it goes, what it costs, and a button that keeps it.
export default function TripCard({ trip, kept, onKeep }) {
  return (
    <article>
      <h2>{trip.to}</h2>
      <p>{trip.price} €</p>
      <button type="button" aria-pressed={kept} onClick={onKeep}>
        {kept ? 'Kept' : 'Keep'}
      </button>
    </article>
  );
}
