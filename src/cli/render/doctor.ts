import type { CheckGroup, Diagnosis, DoctorReport } from '../../toolkit/index.ts';
import type { Io } from '../io.ts';
import { paintFor } from './colour.ts';

const TITLES: Readonly<Record<CheckGroup, string>> = {
  surroundings: 'account and connection',
  request: 'request',
  model: 'model',
  role: 'role and rights',
  data: 'data and buckets',
  key: 'key',
  quotas: 'quotas',
  account: 'names and what bills',
  machine: 'this machine',
};

const MARKS: Readonly<Record<Diagnosis['status'], string>> = { ok: '✓', warning: '!', error: '✗', unknown: '?' };

/** By groups; what is in order takes one line a group unless `verbose`. */
export function describeReport({ diagnoses, counts }: DoctorReport, verbose: boolean, io: Io): string {
  const groups = [...new Set(diagnoses.map(({ group }) => group))];
  const sections = groups.map((group) => describeGroup(group, diagnoses, verbose, io));
  const words = [
    `${counts.error} ${counts.error === 1 ? 'error' : 'errors'}`,
    `${counts.warning} ${counts.warning === 1 ? 'warning' : 'warnings'}`,
    ...(counts.unknown > 0 ? [`${counts.unknown} not looked at`] : []),
    `${counts.ok} in order`,
  ];
  return [...sections, words.join(', ')].join('\n');
}

function describeGroup(group: CheckGroup, all: readonly Diagnosis[], verbose: boolean, io: Io): string {
  const paint = paintFor(io, io.stdout);
  const inGroup = all.filter((diagnosis) => diagnosis.group === group);
  const fine = inGroup.filter(({ status }) => status === 'ok');
  const shown = verbose ? inGroup : inGroup.filter(({ status }) => status !== 'ok');
  const tail = !verbose && fine.length > 0 ? paint.dim(`  ${fine.length} in order`) : '';
  return [`${paint.bold(TITLES[group])}${tail}`, ...shown.map((diagnosis) => describe(diagnosis, io))].join('\n');
}

function describe({ status, code, message, remedy, refusal }: Diagnosis, io: Io): string {
  const paint = paintFor(io, io.stdout);
  const colour = { ok: paint.green, warning: paint.yellow, error: paint.red, unknown: paint.dim }[status];
  const lines = [
    `  ${colour(MARKS[status])} ${code === 'ok' ? '' : `${colour(code)}: `}${message}`,
    ...(remedy === undefined ? [] : [`      ${remedy}`]),
    ...(refusal === undefined || status === 'ok' ? [] : [paint.dim(`      AWS would say: ${refusal}`)]),
  ];
  return lines.join('\n');
}
