/** The exceptions of AWS CloudTrail with their texts, in one place. */
import { Fault } from '../../base/errors.ts';
import type { FaultName } from './types.ts';

/** The one mint of CloudTrail's faults: a name that is in the model. All of them are the client's mistakes. */
const fault = (name: FaultName, text: string): Fault => new Fault(name, text);

export const unsupported = (operation: string, why: string): Fault =>
  fault('UnsupportedOperationException', `Trent does not support ${operation}: ${why}`);
