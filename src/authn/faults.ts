/**
 * AWS's refusals of a request whose sender it cannot establish, by the names that JSON services give them.
 * Texts: AWS General Reference, "Troubleshooting Signature Version 4", and answers seen on the wire.
 */
import { sha256 } from '../crypto/hash.ts';
import { Fault } from '../base/errors.ts';

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/** No signature in any form. */
export const missingAuthenticationToken = (): Fault =>
  new Fault('MissingAuthenticationTokenException', 'Missing Authentication Token');

/** The signature, or what must stand beside it, is not all there. */
export const incompleteSignature = (text: string): Fault => new Fault('IncompleteSignatureException', text);

/** Well formed, and not acceptable: wrong scope, wrong time, something that had to be signed and is not. */
export const invalidSignature = (text: string): Fault => new Fault('InvalidSignatureException', text);

export const signatureMismatch = (): Fault => invalidSignature(MISMATCH);

/** The access key id is unknown, inactive or deleted, or the session token is not the one that belongs to it. */
export const unrecognizedClient = (): Fault =>
  new Fault('UnrecognizedClientException', 'The security token included in the request is invalid.');

/** The signature is right, the temporary credentials are over. */
export const expiredToken = (): Fault =>
  new Fault('ExpiredTokenException', 'The security token included in the request is expired');

/** How AWS shows a header that may hold a secret: its SHA-256 in base64. `value`: latin1, a character a byte. */
export const hashedForDisplay = (value: string): string => sha256(Buffer.from(value, 'latin1')).toString('base64');
