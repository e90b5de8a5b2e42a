/** IAM as an integrated service: the keys of its own. */
import type { IntegratedService } from '../../base/integrated-service.ts';

export const iamIntegration: IntegratedService = {
  name: 'iam',
  principal: 'iam.amazonaws.com',
  ownedKeys: [{ name: 'access-keys', spec: 'SYMMETRIC_DEFAULT', description: 'secret access keys', rotationDays: 365 }],
};
