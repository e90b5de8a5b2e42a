/** The integrated services, a line each. */
import type { IntegratedService } from '../base/integrated-service.ts';
import { cloudTrailIntegration } from './cloudtrail/integration.ts';
import { iamIntegration } from './iam/integration.ts';
import { secretsManagerIntegration } from './secretsmanager/integration.ts';
import { parameterStoreIntegration } from './ssm/integration.ts';
import { stsIntegration } from './sts/integration.ts';

export const INTEGRATED_SERVICES: readonly IntegratedService[] = [
  iamIntegration,
  stsIntegration,
  cloudTrailIntegration,
  secretsManagerIntegration,
  parameterStoreIntegration,
];
