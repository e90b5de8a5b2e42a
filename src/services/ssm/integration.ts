/** Systems Manager Parameter Store as an integrated service: the keys that it has in accounts, and of its own. */
import type { IntegratedService } from '../../base/integrated-service.ts';
import { accessThrough, managedKeyPolicy, metadataAccess, throughService } from '../../base/managed-key-policy.ts';

const NAME = 'ssm';
const USES = ['Encrypt', 'Decrypt', 'ReEncrypt*', 'GenerateDataKey*', 'DescribeKey'];

export const parameterStoreIntegration: IntegratedService = {
  name: NAME,
  principal: 'ssm.amazonaws.com',
  managedKey: {
    alias: 'alias/aws/ssm',
    description: 'Default key that protects my SSM parameters when no other key is defined',
    policy(account, region) {
      const place = { account, region };
      return managedKeyPolicy('auto-ssm-1', [accessThrough('SSM', USES, throughService(place, NAME)), metadataAccess(place)]);
    },
  },
  ownedKeys: [{ name: 'parameters', spec: 'SYMMETRIC_DEFAULT', description: 'values of String and StringList parameters', rotationDays: 365 }],
};
