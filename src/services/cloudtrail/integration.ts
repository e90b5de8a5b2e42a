/** CloudTrail as an integrated service: it uses KMS as itself, and signs what it delivers. */
import type { IntegratedService } from '../../base/integrated-service.ts';

export const cloudTrailIntegration: IntegratedService = {
  name: 'cloudtrail',
  principal: 'cloudtrail.amazonaws.com',
  ownedKeys: [{ name: 'log-signing', spec: 'RSA_2048', description: 'digests of the journal and of logs', rotationDays: 365 }],
};
