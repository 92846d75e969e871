import type { DeployEvent } from '../../../toolkit/index.ts';
import { formatSeconds, type Progress } from '../../render/progress.ts';
import { describeDeadline } from '../../render/time-left.ts';

/** @param now milliseconds since the epoch */
export function showDeployEvent(event: DeployEvent, progress: Progress, now: number): void {
  switch (event.type) {
    case 'ttl-role-not-ready':
      progress.line(`the schedule's role cannot be assumed yet, trying again in ${formatSeconds(event.delay / 1000)}`);
      break;
    case 'deadline-set':
      progress.line(
        `${event.kept ? 'keeps its deadline, the cloud deletes it' : 'the cloud deletes it by itself'} at ${describeDeadline(event.deadline, now)}`,
      );
      break;
    case 'endpoint-requested':
      progress.line(`${event.endpoint.arn} is ${event.endpoint.status}`);
      break;
    case 'endpoint-observed':
      progress.line(event.state.status);
  }
}
