import type { ConnectedCloud, Monitor } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';
import { notFound } from '../../not-found.ts';

/** The monitor of a name. @throws CloudError `not-found`. */
export async function requireMonitor(name: string, cloud: ConnectedCloud, { io }: CommandContext): Promise<Monitor> {
  const { findMonitors } = await import('../../../toolkit/index.ts');
  const [monitor] = await findMonitors({ name, signal: io.signal }, cloud);
  if (!monitor) throw await notFound(`There is no monitor ${name}.`);
  return monitor;
}
