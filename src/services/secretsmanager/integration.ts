/** Secrets Manager as an integrated service: the keys that it has in accounts, and of its own. */
import type { IntegratedService } from '../../base/integrated-service.ts';
import {
  accessThrough,
  managedKeyPolicy,
  metadataAccess,
  throughService,
  throughServiceAnywhere,
} from '../../base/managed-key-policy.ts';

const NAME = 'secretsmanager';
const USES = ['Encrypt', 'Decrypt', 'ReEncrypt*', 'CreateGrant', 'DescribeKey'];

export const secretsManagerIntegration: IntegratedService = {
  name: NAME,
  principal: 'secretsmanager.amazonaws.com',
  managedKey: {
    alias: 'alias/aws/secretsmanager',
    description: 'Default key that protects my Secrets Manager data when no other key is defined',
    policy(account, region) {
      const place = { account, region };
      return managedKeyPolicy('auto-secretsmanager-2', [
        accessThrough('AWS Secrets Manager', USES, throughService(place, NAME)),
        accessThrough('AWS Secrets Manager', ['GenerateDataKey*'], throughServiceAnywhere(place, NAME)),
        metadataAccess(place, ['RevokeGrant']),
      ]);
    },
  },
  ownedKeys: [{ name: 'metadata', spec: 'SYMMETRIC_DEFAULT', description: 'descriptions, policies and tags of secrets', rotationDays: 365 }],
};
