/** Raw requests for the tests of this room, and what they are signed with. */
import type { Principal } from '../../src/base/caller.ts';
import { ManualClock } from '../../src/base/clock.ts';
import { Fault } from '../../src/base/errors.ts';
import type { RawRequest } from '../../src/base/http-message.ts';
import type { Credential, CredentialSource } from '../../src/authn/contract.ts';
import { Authenticator } from '../../src/authn/authenticate.ts';

export const SIGNED_AT = Date.UTC(2026, 2, 14, 15, 9, 26);
export const STAMP = '20260314T150926Z';
export const REGION = 'eu-central-1';
export const SERVICE = 'kms';
export const HOST = 'kms.eu-central-1.amazonaws.com';

function user(account: string, name: string): Principal {
  const arn = `arn:aws:iam::${account}:user/${name}`;
  const principalId = `AIDA${name.toUpperCase()}`;
  return { type: 'user', account, arn, principalId, origin: { arn, id: principalId } };
}

export const PERMANENT: Credential = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  principal: user('111122223333', 'alice'),
};

export const TEMPORARY: Credential = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'another/secret+of+forty+characters/00001',
  principal: user('444455556666', 'bob'),
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaDmV1LWNlbnRyYWwtMSJHMEUCIQ==',
  expiresAt: SIGNED_AT + 3_600_000,
};

export const sourceOf = (...credentials: Credential[]): CredentialSource => ({
  find: (accessKeyId) => credentials.find((credential) => credential.accessKeyId === accessKeyId),
});

export const authenticatorAt = (now: number, credentials: CredentialSource = sourceOf(PERMANENT, TEMPORARY)): Authenticator =>
  new Authenticator({ credentials, clock: new ManualClock(now) });

export const rawRequest = (fields: Partial<RawRequest>): RawRequest => ({
  method: 'POST',
  target: '/',
  headers: [],
  body: Buffer.alloc(0),
  remoteAddress: '127.0.0.1',
  secure: false,
  requestId: '00000000-0000-4000-8000-000000000000',
  ...fields,
});

/** As the network room does it: lower-case names, outer blanks gone. */
export const rawHeaders = (headers: Record<string, string>): string[] =>
  Object.entries(headers).flatMap(([name, value]) => [name.toLowerCase(), value.trim()]);

/** The fault's code, `accepted`, or the name of whatever else was thrown. */
export async function verdict(authenticator: Authenticator, request: RawRequest, service = SERVICE): Promise<string> {
  try {
    await authenticator.authenticate(request, service);
    return 'accepted';
  } catch (error) {
    return error instanceof Fault ? error.code : `not a fault: ${String(error)}`;
  }
}

export async function faultOf(authenticator: Authenticator, request: RawRequest, service = SERVICE): Promise<Fault> {
  try {
    await authenticator.authenticate(request, service);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('the request was accepted');
}

/** A copy of the header list with one value replaced. */
export function withHeader(request: RawRequest, name: string, value: string): RawRequest {
  const headers = [...request.headers];
  const at = headers.indexOf(name);
  if (at < 0) headers.push(name, value);
  else headers[at + 1] = value;
  return { ...request, headers };
}

export function withoutHeader(request: RawRequest, name: string): RawRequest {
  const headers = request.headers.filter((_, i) => request.headers[i - (i % 2)] !== name);
  return { ...request, headers };
}
