import { useState } from 'react';
import TripCard from './TripCard.jsx';
import { trips } from './trips.js';

export default function App() {
  const [search, setSearch] = useState('');
  const [kept, setKept] = useState([]);

  const found = trips.filter((trip) => trip.to.toLowerCase().includes(search.trim().toLowerCase()));

  function toggle(id) {
    setKept(kept.includes(id) ? kept.filter((one) => one !== id) : [...kept, id]);
  }

  return (
    <main>
      <h1>Trips by bus</h1>
      <label>
        Where to? <input value={search} onChange={(event) => setSearch(event.target.value)} />
      </label>
      <p>Kept: {kept.length}</p>
      {found.length === 0 && <p>No trip goes there.</p>}
      {found.map((trip) => (
        <TripCard key={trip.id} trip={trip} kept={kept.includes(trip.id)} onKeep={() => toggle(trip.id)} />
      ))}
    </main>
  );
}
