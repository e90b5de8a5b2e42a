/** The policy simulator: why is something allowed or denied? */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type SimulationOperations =
  | 'GetContextKeysForCustomPolicy'
  | 'GetContextKeysForPrincipalPolicy'
  | 'SimulateCustomPolicy'
  | 'SimulatePrincipalPolicy';

export const simulation = (iam: Iam): Family<SimulationOperations> => ({
  GetContextKeysForCustomPolicy: later(iam, 'GetContextKeysForCustomPolicy'),
  GetContextKeysForPrincipalPolicy: later(iam, 'GetContextKeysForPrincipalPolicy'),
  SimulateCustomPolicy: later(iam, 'SimulateCustomPolicy'),
  SimulatePrincipalPolicy: later(iam, 'SimulatePrincipalPolicy'),
});
