import type { Connection } from '../ports/connection.ts';
import { call, sending } from './call.ts';
import type { AwsClients } from './clients.ts';
import { type EndpointOptions, profileName, serviceEndpoints } from './endpoints.ts';

export function createConnection(clients: AwsClients, options: EndpointOptions): Connection {
  return {
    profile: () => profileName(options),

    endpoints: (signal) =>
      call('look up endpoints', signal, async () => {
        const client = await clients.sts();
        return serviceEndpoints(options, await client.config.region());
      }),

    serverTime: (signal) =>
      call('ask for the time', signal, async () => {
        const [client, { GetCallerIdentityCommand }] = await Promise.all([
          clients.sts(),
          import('@aws-sdk/client-sts'),
        ]);
        const command = new GetCallerIdentityCommand({});
        let date: string | undefined;
        // The SDK keeps the headers of answers to itself.
        command.middlewareStack.add(
          (next) => async (args) => {
            const result = await next(args);
            date = headersOf(result.response).date;
            return result;
          },
          { step: 'deserialize', priority: 'low', name: 'readDate' },
        );
        await client.send(command, sending(signal));
        const time = date === undefined ? Number.NaN : Date.parse(date);
        return Number.isNaN(time) ? undefined : time;
      }),
  };
}

const headersOf = (response: unknown): Readonly<Record<string, string>> =>
  (response as { readonly headers?: Readonly<Record<string, string>> } | undefined)?.headers ?? {};
