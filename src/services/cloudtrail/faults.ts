/** The exceptions of AWS CloudTrail with their texts, in one place. */
import { Fault } from '../../base/errors.ts';
import type { FaultName } from './types.ts';

/** The one mint of CloudTrail's faults: a name that is in the model. All of them are the client's mistakes. */
const fault = (name: FaultName, text: string): Fault => new Fault(name, text);

export const unsupported = (operation: string, why: string): Fault =>
  fault('UnsupportedOperationException', `Trent does not support ${operation}: ${why}`);

/** Of LookupEvents; but for the first, AWS's words for them in the API reference. */
export const severalAttributes = (): Fault =>
  fault('InvalidLookupAttributesException', 'You can look up events by one attribute at a time.');
export const invalidLookupTimes = (): Fault =>
  fault(
    'InvalidTimeRangeException',
    'Occurs if the timestamp values are not valid. Either the start time occurs after the end time, or the time range is outside the range of possible values.',
  );
export const invalidNextToken = (): Fault =>
  fault(
    'InvalidNextTokenException',
    'A token that is not valid, or a token that was previously used in a request with different parameters. This exception is thrown if the token is not valid.',
  );
