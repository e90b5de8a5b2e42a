/**
 * `--auth off`: nothing is checked, as in an emulator. What the request says of itself still chooses account and
 * region, so that tests can have several of each. Refuses nothing but a registered access key that was made inactive,
 * and temporary credentials that are over: with a manual clock, clients can be tested for that.
 */
import { ACCOUNT_ID, partitionOf } from '../base/arn.ts';
import { mintCaller, rootPrincipal, type Caller } from '../base/caller.ts';
import type { Clock } from '../base/clock.ts';
import { headerOf, type RawRequest } from '../base/http-message.ts';
import type { CredentialSource } from './contract.ts';
import { looksLikeRegion, parseCredential } from './credential-scope.ts';
import { expiredToken, unrecognizedClient } from './faults.ts';
import { uriDecode } from './uri-encoding.ts';

export interface EmulatorOptions {
  /** 12 digits. */
  readonly defaultAccount: string;
  readonly defaultRegion: string;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
}

/** IAM's model: access key ids are of word characters, 128 at most. Anything else is not taken for one. */
const ACCESS_KEY_ID = /^\w{1,128}$/;

/**
 * A registered access key acts as its principal, and temporary credentials as their session; an access key of 12 digits
 * as the root of that account; any other, or none (then `accessKeyId` is ''), as the root of the default account.
 * @throws Fault UnrecognizedClientException for a registered access key that is inactive, ExpiredTokenException
 */
export async function callerWithoutSignature(request: RawRequest, options: EmulatorOptions): Promise<Caller> {
  const scope = parseCredential(credentialIn(request) ?? '');
  const region = scope !== undefined && looksLikeRegion(scope.region) ? scope.region : options.defaultRegion;
  const accessKeyId = scope !== undefined && ACCESS_KEY_ID.test(scope.accessKeyId) ? scope.accessKeyId : '';
  const registered = accessKeyId === '' ? undefined : await options.credentials.find(accessKeyId, tokenIn(request));
  if (registered?.inactive) throw unrecognizedClient();
  if (registered?.expiresAt !== undefined && options.clock.now() >= registered.expiresAt) throw expiredToken();
  const account = ACCOUNT_ID.test(accessKeyId) ? accessKeyId : options.defaultAccount;
  const principal = registered?.principal ?? rootPrincipal(account, partitionOf(region));
  return mintCaller({ principal, account: principal.account, region, accessKeyId, session: registered?.session });
}

/** What follows `Credential=` in the header, or the query parameter of a presigned request. */
function credentialIn(request: RawRequest): string | undefined {
  const authorization = headerOf(request, 'authorization');
  if (authorization !== undefined) return upToAny(after(authorization, 'Credential='), ', ');
  return inQuery(request, 'X-Amz-Credential');
}

const tokenIn = (request: RawRequest): string | undefined =>
  headerOf(request, 'x-amz-security-token') ?? inQuery(request, 'X-Amz-Security-Token');

function inQuery(request: RawRequest, name: string): string | undefined {
  const encoded = upToAny(after(request.target, `${name}=`), '&');
  return encoded === undefined ? undefined : uriDecode(encoded);
}

function after(text: string, mark: string): string | undefined {
  const at = text.indexOf(mark);
  return at < 0 ? undefined : text.slice(at + mark.length);
}

function upToAny(text: string | undefined, ends: string): string | undefined {
  if (text === undefined) return undefined;
  for (let i = 0; i < text.length; i++) {
    if (ends.includes(text[i]!)) return text.slice(0, i);
  }
  return text;
}
