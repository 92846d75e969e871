import type { Candidate, ResourceUser } from '../resource.ts';
import { isOurs, runOf, type Search, type Tags, withEach } from './search.ts';

/** Who works under roles; undefined when that could not be looked up. */
export type RoleUsers = readonly (ReadonlyMap<string, readonly ResourceUser[]> | undefined)[];

/**
 * Roles are found in every region, but only those of this one and of none are candidates: what uses the others cannot be seen from here.
 */
export async function findRoles(search: Search, users: RoleUsers): Promise<readonly Candidate[]> {
  const { roles } = search.cloud;
  const looked = await withEach(
    roles.list(search.signal),
    async ({ name }) => {
      const role = await roles.get(name, search.signal);
      return { tags: role?.tags ?? ({} as Tags), trust: role?.trust ?? {} };
    },
    search,
  );
  const isKnown = users.every((known) => known !== undefined);
  return looked
    .filter((role) => isOurs(role, search) && isOfRegion(role.trust, search.region))
    .map(({ name, arn, createdAt, tags }) => ({
      resource: {
        kind: 'role',
        name,
        id: arn,
        ...(createdAt !== undefined && { createdAt }),
        ...(!isKnown && {
          blocked: { reason: `Whether a job or schedule still uses the role ${name} could not be looked up.` },
        }),
        ...runOf(tags),
      },
      users: users.flatMap((known) => known?.get(arn) ?? []),
    }));
}

/** The regions of the ARNs that a trust policy is limited to. */
function isOfRegion(trust: Readonly<Record<string, unknown>>, region: string): boolean {
  const named = [...JSON.stringify(trust).matchAll(/"arn:aws[a-z-]*:(?:bedrock|scheduler):([a-z0-9-]+):/g)];
  return named.length === 0 || named.some(([, own]) => own === region);
}
