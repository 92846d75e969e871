import { loadSharp } from '../image/raster.ts';
import { readPage } from '../read-page.ts';
import { packError, type ReadReply, type ReadRequest } from './messages.ts';

// The entry of a reading process: one request at a time in, one reply out, until the parent hangs up.
// Ctrl-C reaches the whole terminal; the parent decides what it means and hangs up if it ends.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', (request: ReadRequest) => {
  void answer(request);
});

const sharp = await loadSharp();
// Parallelism comes from processes; a cache of decoded images would never be hit.
sharp.concurrency(1);
sharp.cache(false);

async function answer(request: ReadRequest): Promise<void> {
  const reply = await readPage(request.image).then(
    (page): ReadReply => ({ ok: true, page }),
    (error: unknown): ReadReply => ({ ok: false, error: packError(error) }),
  );
  if (process.connected) process.send?.(reply);
}
