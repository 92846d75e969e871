import type { MachineFacts } from '../../../toolkit/index.ts';
import type { CommandContext } from '../../command.ts';

/** `engines` of the manifest. */
const NODE_NEEDED = '20.19.0';

/** What only the command line knows of the machine. */
export const machineFacts = ({ io }: CommandContext): MachineFacts => ({
  nodeVersion: process.versions.node,
  nodeNeeded: NODE_NEEDED,
  folder: io.cwd,
  loadReader: async () => {
    const { loadReader } = await import('../../../pages/index.ts');
    await loadReader();
  },
});
