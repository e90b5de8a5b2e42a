/**
 * Nobody: the sender of a request without any signature. Only operations take it that know their caller by a token of
 * somebody else's; which, is for the protocol to say.
 */
import { type Caller, mintCaller, type Principal } from '../base/caller.ts';
import type { RawHead } from '../base/http-message.ts';
import { hasSignature } from './presigned.ts';

const NOBODY: Principal = {
  type: 'anonymous',
  account: 'anonymous',
  arn: '',
  principalId: 'anonymous',
  origin: { arn: '', id: 'anonymous' },
};

/** Half a signature, or one that cannot be read, is one: it is for the authenticator to refuse. */
export const isUnsigned = ({ headers, target }: RawHead): boolean =>
  !headers.some((text, at) => at % 2 === 0 && text === 'authorization') && !hasSignature(target);

/** @param region the server's own: the request names none */
export const anonymousCaller = (region: string): Caller =>
  mintCaller({ principal: NOBODY, account: NOBODY.account, region, accessKeyId: '' });
