import { parseS3Uri, type S3Address } from '../../../lib/s3-uri.ts';
import type { RoleState } from '../../../ports/role-manager.ts';
import { askRights } from '../../ask-rights.ts';
import type { Check } from '../../check.ts';
import { failure, ok, unknown, type Verdict } from '../../diagnosis.ts';
import type { Facts } from '../../facts.ts';

/** Folders of media that are asked about. */
const MOST_FOLDERS = 10;
/** Object by which Bedrock tries whether it may write. */
const WRITE_CHECK = '.write_access_check_file.tmp';

/** Whether the role may read what the job reads and write what it writes. */
export const roleRights: Check = {
  name: 'role-rights',
  group: 'role',
  source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-customization-iam-role.html',
  run: async (facts) => {
    const state = (await facts.role())?.state;
    if (state === undefined) return [];
    const { input } = facts;
    const files = [input.trainingDataUri, input.validationDataUri].flatMap((uri) => parse(uri));
    const media = ((await facts.trainingData().catch(() => undefined))?.media ?? []).flatMap((uri) => parse(uri));
    const samples = [...new Map(media.map((place) => [folderOf(place), place])).values()].slice(0, MOST_FOLDERS);
    const output = parse(input.outputUri);
    const verdicts = [
      ...(await reads(facts, state, files)),
      ...(await readsMedia(facts, state, samples)),
      ...(await writes(facts, state, output)),
      ...(await lists(facts, state, [...files, ...output])),
    ];
    if (verdicts.length > 0 || files.length + output.length === 0) return verdicts;
    return [ok(`${state.name} may read the data and write to the output.`)];
  },
};

const parse = (uri: string | undefined): readonly S3Address[] => {
  const address = uri === undefined ? undefined : parseS3Uri(uri);
  return address === undefined ? [] : [address];
};

const folderOf = ({ bucket, key }: S3Address): string => `${bucket}/${key.slice(0, key.lastIndexOf('/') + 1)}`;
const objectArn = ({ bucket, key }: S3Address): string => `arn:aws:s3:::${bucket}/${key}`;

async function reads(facts: Facts, role: RoleState, files: readonly S3Address[]): Promise<readonly Verdict[]> {
  return refused(facts, role, 's3:GetObject', files.map(objectArn), (arn) => {
    const { bucket, key } = parseS3Uri(arn.replace('arn:aws:s3:::', 's3://')) ?? { bucket: '', key: '' };
    return {
      code: 'role-cannot-read',
      refusal: `Could not validate GetObject permissions to access Amazon S3 bucket: ${bucket} at key ${key}`,
    };
  });
}

const readsMedia = (facts: Facts, role: RoleState, media: readonly S3Address[]) =>
  refused(facts, role, 's3:GetObject', media.map(objectArn), () => ({ code: 'role-cannot-read-media' }));

async function writes(facts: Facts, role: RoleState, output: readonly S3Address[]): Promise<readonly Verdict[]> {
  const places = output.map(({ bucket, key }) => ({
    bucket,
    key: `${key}${key === '' || key.endsWith('/') ? '' : '/'}${WRITE_CHECK}`,
  }));
  return refused(facts, role, 's3:PutObject', places.map(objectArn), () => {
    const [{ bucket, key } = { bucket: '', key: '' }] = places;
    return {
      code: 'role-cannot-write',
      refusal: `Amazon S3 perms missing (PutObject): Could not validate PutObject permissions to access S3 bucket: ${bucket} at key ${key}`,
    };
  });
}

/** Listing is asked for each bucket with the prefix that the job needs there. */
async function lists(facts: Facts, role: RoleState, places: readonly S3Address[]): Promise<readonly Verdict[]> {
  const byBucket = new Map(places.map((place) => [place.bucket, place]));
  const found = await Promise.all(
    [...byBucket.values()].map(({ bucket, key }) =>
      refused(facts, role, 's3:ListBucket', [`arn:aws:s3:::${bucket}`], () => ({ code: 'role-cannot-list' }), {
        's3:prefix': key,
      }),
    ),
  );
  // AWS asks for the right, but a job was never seen to be refused for the lack of it.
  return found.flat().map((verdict) => (verdict.status === 'error' ? { ...verdict, status: 'warning' } : verdict));
}

async function refused(
  facts: Facts,
  role: RoleState,
  action: string,
  resources: readonly string[],
  details: (resource: string) => { readonly code: string; readonly refusal?: string },
  more: Readonly<Record<string, string>> = {},
): Promise<readonly Verdict[]> {
  if (resources.length === 0) return [];
  const { accountId } = await facts.identity();
  const context = { 'aws:ResourceAccount': accountId, 'aws:SecureTransport': 'true', ...more };
  const { answers, how } = await askRights(facts, role, { actions: [action], resources, context });
  return answers.flatMap(({ decision, resource }) => {
    const { code, ...rest } = details(resource);
    const by = how === 'simulated' ? '' : ' (read from its policies: the caller may not simulate them)';
    if (decision === 'allowed') return [];
    if (decision === 'unclear') {
      return [
        unknown('role-rights-unclear', `Whether ${role.name} may ${action} on ${resource} depends on conditions${by}.`),
      ];
    }
    const why = decision === 'explicitDeny' ? 'is denied' : 'is not allowed';
    const remedy = `Give it ${action} on ${resource}: novatune role create --extend --role-name ${role.name} --training-data-uri … --output-uri …`;
    return [failure(code, `${role.name} ${why} ${action} on ${resource}${by}.`, { remedy, ...rest })];
  });
}
