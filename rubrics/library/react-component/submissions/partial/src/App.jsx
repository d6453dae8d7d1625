import { useState } from 'react';
import TripCard from './TripCard.jsx';
import { trips } from './trips.js';

export default function App() {
  const [search, setSearch] = useState('');
  const found = trips.filter((trip) => trip.to.includes(search));

  return (
    <main>
      <h1>Trips by bus</h1>
      <label htmlFor="where">Where to?</label>
      <input id="where" value={search} onChange={(event) => setSearch(event.target.value)} />
      {found.map((trip) => (
        <TripCard key={trip.id} to={trip.to} price={trip.price} />
      ))}
    </main>
  );
}
