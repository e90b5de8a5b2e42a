/** Who sends a request, put together of what authn/ does and what IAM and STS know. */
import { anonymousCaller, isUnsigned } from '../authn/anonymous.ts';
import { Authenticator } from '../authn/authenticate.ts';
import type { CredentialSource } from '../authn/contract.ts';
import { callerWithoutSignature } from '../authn/emulator.ts';
import type { Caller } from '../base/caller.ts';
import type { Clock } from '../base/clock.ts';
import type { TrentConfig } from '../config.ts';
import type { SpineParts } from '../request.ts';
import type { Iam } from '../services/iam/iam.ts';
import { isSessionKeyId } from '../services/sts/access-key-ids.ts';
import type { Sts } from '../services/sts/sts.ts';

/** Who sends a request: by its signature, by what it says of itself (`--auth off`), or nobody where that will do. */
export function authenticationOf(config: TrentConfig, iam: Iam, { sessions }: Sts, clock: Clock): SpineParts['authenticate'] {
  const { accessKeys } = iam;
  const credentials: CredentialSource = {
    find: (id, token) => (token !== undefined && isSessionKeyId(id) ? sessions.find(id, token) : accessKeys.find(id)),
  };
  const authenticator = new Authenticator({ credentials, clock });
  accessKeys.whenForgotten((accessKeyId) => authenticator.forget(accessKeyId));
  const emulator = { defaultAccount: config.account, defaultRegion: config.region, credentials, clock };
  return (request, route) => {
    if (route.takesUnsigned && isUnsigned(request) && route.takesUnsigned(request)) return anonymousCaller(config.region);
    if (config.auth === 'off') return callerWithoutSignature(request, emulator);
    return authenticator.authenticate(request, route.service, route.clockWindowMs);
  };
}

/** Last uses are known of users' access keys, and of roles. */
export function noteUse({ lastUsed }: Iam, { principal, session, accessKeyId, region }: Caller, service: string, now: number): void {
  if (principal.type === 'role-session') lastUsed.note(principal.origin.id, now, region, service);
  else if (principal.type === 'user' && !session) lastUsed.note(accessKeyId, now, region, service);
}
