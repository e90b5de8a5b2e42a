/** The refusals of AWS STS with their texts, by the names that they have on the wire. */
import { Fault } from '../../base/errors.ts';

export const unsupported = (operation: string): Fault =>
  new Fault('UnsupportedOperation', `Trent does not support ${operation} yet.`);

/** As for a request that is signed with such an access key. */
export const unknownAccessKey = (): Fault =>
  new Fault('InvalidClientTokenId', 'The access key ID that was given does not exist.', 403);
