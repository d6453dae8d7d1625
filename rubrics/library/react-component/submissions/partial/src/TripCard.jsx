import { useState } from 'react';

// One trip: where it goes, what it costs, and a button that keeps it.
export default function TripCard({ to, price }) {
  const [kept, setKept] = useState(false);
  return (
    <div className="card">
      <h2>{to}</h2>
      <p>{price} €</p>
      <button onClick={() => setKept(true)}>{kept ? 'Kept' : 'Keep'}</button>
    </div>
  );
}
