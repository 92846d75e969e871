import type { Cloud } from '../../state/ports.ts';
import { jobByArn } from './job-store.ts';
import { jobView } from './job-view.ts';

/**
 * Tells EventBridge that a job has another status. Call it in the transaction that changes the status.
 * Source of the members: Bedrock user guide, "Monitor Amazon Bedrock events using EventBridge"; the status is called `jobStatus` there.
 */
export function emitJobState(cloud: Pick<Cloud, 'database' | 'events'>, jobArn: string): void {
  const job = jobByArn(cloud.database, jobArn);
  const view = jobView(job, []);
  cloud.events.emit({
    accountId: job.accountId,
    region: job.region,
    source: 'aws.bedrock',
    detailType: 'Model Customization Job State Change',
    resources: [job.arn],
    detail: {
      version: '0.0',
      jobName: view.jobName,
      jobArn: view.jobArn,
      outputModelName: view.outputModelName,
      outputModelArn: view.outputModelArn,
      roleArn: view.roleArn,
      jobStatus: view.status,
      failureMessage: view.failureMessage,
      creationTime: view.creationTime,
      lastModifiedTime: view.lastModifiedTime,
      endTime: view.endTime,
      baseModelArn: view.baseModelArn,
      hyperParameters: view.hyperParameters,
      trainingDataConfig: view.trainingDataConfig,
      validationDataConfig: view.validationDataConfig,
      outputDataConfig: view.outputDataConfig,
    },
  });
}
