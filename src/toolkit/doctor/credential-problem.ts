import { NovatuneError } from '../errors.ts';
import { failure, type Verdict } from './diagnosis.ts';

/** Why nothing can be asked of the cloud, and what to do. */
export function describeCredentialProblem(error: unknown, profile: string): Verdict {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof NovatuneError ? error.code : 'cloud-unreachable';
  const flag = profile === 'default' ? '' : ` --profile ${profile}`;
  if (code === 'credentials') {
    // The texts of the SDK's SSO providers, and STS's own for expired sessions.
    if (/\bSSO\b|aws sso login/i.test(message)) {
      return failure('credentials-expired', `The SSO session of profile ${profile} has ended: ${message}`, {
        remedy: `aws sso login${flag || ' --profile default'}`,
      });
    }
    if (/expired/i.test(message)) {
      return failure('credentials-expired', message, {
        remedy: 'Get new temporary credentials, and unset the old AWS_SESSION_TOKEN.',
      });
    }
    if (/could not load credentials/i.test(message)) {
      return failure('credentials-missing', `No credentials were found for profile ${profile}.`, {
        remedy: `aws configure sso${flag}, or set AWS_PROFILE or AWS_ACCESS_KEY_ID; to rehearse without an account, add --local.`,
      });
    }
    return failure('credentials-refused', message, {
      remedy: 'Check the access key, its secret and the clock of this machine.',
    });
  }
  if (code === 'region-missing') {
    return failure('region-missing', 'No AWS region is set.', { remedy: 'Pass --region us-east-1 or set AWS_REGION.' });
  }
  return failure('cloud-unreachable', message, {
    remedy:
      'Check the network, HTTPS_PROXY and NO_PROXY, the endpoint, and AWS_CA_BUNDLE behind a proxy that opens TLS.',
  });
}
