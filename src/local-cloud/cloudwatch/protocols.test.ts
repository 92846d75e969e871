import { gzipSync } from 'node:zlib';
import { CloudWatchClient, ListMetricsCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { cbor, SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestCloud, withLocalCloud } from '../testing/with-local-cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await withLocalCloud();
});
afterAll(() => cloud.close());

const AUTHORIZATION = `AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=${'a'.repeat(64)}`;
const send = (path: string, headers: Record<string, string>, body: Uint8Array | string) =>
  fetch(cloud.url + path, {
    method: 'POST',
    headers: { authorization: AUTHORIZATION, 'x-amz-date': '20260101T000000Z', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
const datum = (MetricName: string) => ({ Namespace: 'Mine', MetricData: [{ MetricName, Value: 1 }] });

describe('CloudWatch speaks', () => {
  it('JSON and CBOR with the SDK, errors included', async () => {
    for (const protocol of [undefined, SmithyRpcV2CborProtocol]) {
      const client = new CloudWatchClient({ ...cloud.config, ...(protocol && { protocol }) });
      expect((await client.send(new ListMetricsCommand({ Namespace: 'None' }))).Metrics).toEqual([]);
      const unknown = new SetAlarmStateCommand({ AlarmName: 'x', StateValue: 'OK', StateReason: 'y' });
      await expect(client.send(unknown)).rejects.toMatchObject({
        name: 'ResourceNotFound',
        message: 'Unknown alarm x',
      });
      client.destroy();
    }
  });

  it('all three by hand, compressed or not, and tells old error codes in a header', async () => {
    const json = await send(
      '/',
      { 'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData', 'content-encoding': 'gzip' },
      gzipSync(JSON.stringify(datum('json'))),
    );
    expect([json.status, await json.text()]).toEqual([200, '{}']);
    const path = '/service/GraniteServiceVersion20100801/operation/';
    const headers = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
    const packed = await send(
      `${path}PutMetricData`,
      { ...headers, 'content-encoding': 'gzip' },
      gzipSync(cbor.serialize(datum('cbor'))),
    );
    expect([packed.status, packed.headers.get('smithy-protocol')]).toEqual([200, 'rpc-v2-cbor']);
    const broken = await send(`${path}PutMetricData`, { ...headers, 'content-encoding': 'gzip' }, 'no gzip');
    expect(broken.status).toBe(400);
    const refused = await send(
      `${path}PutMetricData`,
      headers,
      cbor.serialize({ Namespace: 'AWS/Mine', MetricData: [] }),
    );
    expect([refused.status, refused.headers.get('x-amzn-query-error')]).toEqual([400, 'InvalidParameterValue;Sender']);
    expect(cbor.deserialize(new Uint8Array(await refused.arrayBuffer()))).toMatchObject({
      __type: 'InvalidParameterValueException',
    });
    const form = new URLSearchParams({ Action: 'ListMetrics', Version: '2010-08-01', Namespace: 'Mine' });
    const query = await send('/', { 'content-type': 'application/x-www-form-urlencoded' }, form.toString());
    expect((await query.text()).match(/<MetricName>\w+/g)).toEqual(['<MetricName>cbor', '<MetricName>json']);
  });
});
