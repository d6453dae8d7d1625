import { useState } from 'react';
import TripCard from './tripcard.jsx';
import { trips } from './trips.js';

export default function App() {
  const [search, setSearch] = useState('');
  return (
    <main>
      <h1>Trips by bus</h1>
      {trips.map((trip) => <TripCard key={trip.id} trip={trip} />)}
    </main>
  );
}
