import { useState } from 'react';

// One trip: where it goes, what it costs, and a button that keeps it.
export default function TripCard(props) {
  let [a, setA] = useState(false);
  console.log(props);
  return (
    <div style={{ width: '600px' }}>
      <h2>{props.trip.to}</h2>
      <span>{props.trip.price} €</span>
      <div onClick={() => setA(a == false)}>Keep</div>
    </div>
  );
}
