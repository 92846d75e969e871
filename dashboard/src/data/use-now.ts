import { useEffect, useState } from 'react';

/** Milliseconds since the epoch by studio's clock, second by second: the browser's own may be wrong. */
export function useNow(studioNow: string): number {
  const [heard, setHeard] = useState(() => ({ studioNow, at: Date.now() }));
  const [now, setNow] = useState(Date.now);
  if (heard.studioNow !== studioNow) setHeard({ studioNow, at: Date.now() });
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Date.parse(heard.studioNow) + Math.max(0, now - heard.at);
}
