import { UNLISTED_ERRORS } from '../../src/local-cloud/wire/published-errors.ts';
import type { EmulatedService } from './emulated-services.ts';
import { ANSWERED_DIFFERENTLY, KNOWN_DIFFERENCES, type ServiceDifferences } from './known-differences.ts';
import { NEVER_NOT_FOUND, REFUSED_OTHERWISE } from './named-samples.ts';

const PROTOCOL_NAMES = {
  restJson1: 'REST JSON',
  restXml: 'REST XML',
  awsQuery: 'query (XML)',
  awsJson1_0: 'JSON RPC 1.0',
  awsJson1_1: 'JSON RPC 1.1',
  rpcV2Cbor: 'CBOR RPC',
} as const;

const code = (name: string) => `\`${name}\``;

/** @throws {Error} for a service that the differences do not name. */
export function differencesOf(service: EmulatedService): ServiceDifferences {
  const found = KNOWN_DIFFERENCES[service.name];
  if (!found) throw new Error(`expected test/conformance/known-differences.ts to name the service ${service.name}`);
  return found;
}

/** Rows of the table of operations in `docs/local-cloud.md`. */
export function operationRows(services: readonly EmulatedService[]): string[] {
  return services.map((service) => `| ${differencesOf(service).title} | ${service.emulated.map(code).join(' ')} |`);
}

/** The whole of `docs/wire-fidelity.md`. */
export function wireFidelityPage(services: readonly EmulatedService[]): string {
  const rows = services.map((service) => {
    const { name, emulated, published } = service;
    const link = `[${differencesOf(service).title}](#${anchor(service)})`;
    return `| ${link} | ${protocolsOf(service)} | ${emulated.length} | ${published.size - emulated.length} | ${constraintsOf(name, services)} |`;
  });
  const sum = (count: (service: EmulatedService) => number) => services.reduce((total, one) => total + count(one), 0);
  const emulated = sum((one) => one.emulated.length);
  return `# Wire fidelity

<!-- Generated: npx vitest run test/conformance/wire-fidelity.test.ts -u -->

How close the [embedded cloud](local-cloud.md) comes to AWS, operation by operation. ${emulated} operations of ${services.length} services are emulated; the other
${sum((one) => one.published.size) - emulated} that AWS publishes for them are refused by name, in AWS's error shape.

| service | protocols | emulated | refused | constraints of requests |
|---|---|---|---|---|
${rows.join('\n')}

## What the tests prove
For every emulated operation in every protocol of its service, over HTTP with the AWS SDK's own serialisers, from the schemas that AWS publishes
([test/conformance](../test/conformance)):
- each required member left out, each enumeration with a value it lacks, each bound exceeded, each pattern broken, and a body that is no document are
  refused with AWS's error shape, code and words;
- what does not exist is a not-found error of the operation's published list;
- no operation answers an error that AWS does not publish for it: in tests of the cloud such an error is a fault (status 500);
- in one life of a tuned model, with every emulated operation in it, each answer has every required member, and enumerations, patterns (ARNs) and bounds hold.

The same life is lived by the AWS SDK for JavaScript, by [boto3](../test/foreign/lifecycle.py) and by the [AWS CLI](../test/foreign/lifecycle.sh),
without any code of novatune; the latter two where they are installed.

## Differences from the published lists
| where | what |
|---|---|
${publishedListRows().join('\n')}

${services.map(serviceSection).join('\n\n')}
`;
}

const anchor = (service: EmulatedService) => differencesOf(service).title.toLowerCase().replaceAll(' ', '-');

function protocolsOf({ definition }: EmulatedService): string {
  return [definition.protocol, ...(definition.alsoSpeaks ?? [])].map((protocol) => PROTOCOL_NAMES[protocol]).join(', ');
}

function constraintsOf(name: string, services: readonly EmulatedService[]): number {
  return Object.keys(services.find((one) => one.name === name)?.constraints.members ?? {}).length;
}

function publishedListRows(): string[] {
  const errors = Object.entries(UNLISTED_ERRORS).map(([key, reason]) => {
    const [service = '', operation = '', error = ''] = key.split(':');
    return `| ${title(service)}${operation === '*' ? '' : ` ${code(operation)}`} | error ${code(error)}: ${reason} |`;
  });
  const silent = Object.entries(NEVER_NOT_FOUND).map(([key, reason]) => {
    const [service = '', operation = ''] = key.split(':');
    return `| ${title(service)} ${code(operation)} | no not-found error: ${reason} |`;
  });
  const answers = Object.entries(ANSWERED_DIFFERENTLY).map(([key, reason]) => {
    const [service = '', operation = '', path = ''] = key.split(':');
    return `| ${title(service)} ${code(operation)} | ${code(path)}: ${reason} |`;
  });
  const refused = Object.entries(REFUSED_OTHERWISE).map(([key, reason]) => {
    const [service = '', operation = ''] = key.split(':');
    return `| ${title(service)} ${code(operation)} | refused, but not by name: ${reason} |`;
  });
  return [...errors, ...silent, ...answers, ...refused];
}

const title = (service: string) => KNOWN_DIFFERENCES[service]?.title ?? service;

function serviceSection(service: EmulatedService): string {
  const { title, general, operations } = differencesOf(service);
  const refused = [...service.published.keys()].filter((name) => !service.emulated.includes(name)).sort();
  const rows = service.emulated.map((name) => `| ${code(name)} | ${operations[name] ?? ''} |`);
  return [
    `## ${title}`,
    ...general.map((line) => `- ${line}`),
    ...(general.length > 0 ? [''] : []),
    '| emulated | known differences |',
    '|---|---|',
    ...rows,
    '',
    refused.length === 0
      ? 'Nothing is refused by name.'
      : `<details><summary>${refused.length} refused by name</summary>\n\n${refused.map(code).join(' ')}\n\n</details>`,
  ].join('\n');
}
