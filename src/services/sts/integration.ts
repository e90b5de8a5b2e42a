/** STS as an integrated service: the keys of its own. */
import type { IntegratedService } from '../../base/integrated-service.ts';

export const stsIntegration: IntegratedService = {
  name: 'sts',
  principal: 'sts.amazonaws.com',
  ownedKeys: [{ name: 'session-tokens', spec: 'SYMMETRIC_DEFAULT', description: 'session tokens with the secret keys in them', rotationDays: 90 }],
};
