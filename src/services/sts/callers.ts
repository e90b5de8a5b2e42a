/** Who may call what of STS, whatever the policies say (IAM User Guide, "Compare AWS STS credentials"). */
import type { Caller, Session } from '../../base/caller.ts';
import * as faults from './faults.ts';
import type { GetSessionTokenRequest, Operations } from './types.ts';

type Name = keyof Operations;

const OPEN_TO: { readonly [By in Session['by']]: (operation: Name) => boolean } = {
  AssumeRole: (operation) => !LONG_TERM_ONLY.includes(operation),
  AssumeRoleWithWebIdentity: (operation) => !LONG_TERM_ONLY.includes(operation),
  GetSessionToken: (operation) => operation === 'AssumeRole',
  GetFederationToken: () => false,
};
const LONG_TERM_ONLY: readonly Name[] = ['GetSessionToken', 'GetFederationToken'];

/** For all operations but GetCallerIdentity, which is open to everyone. @throws Fault AccessDeniedException */
export function checkSession({ session }: Caller, operation: Name): void {
  if (session && !OPEN_TO[session.by](operation)) throw faults.notForSessions(operation);
}

/** @throws Fault AccessDeniedException for every code: nobody has an MFA device here */
export function refuseMfa({ SerialNumber, TokenCode }: Pick<GetSessionTokenRequest, 'SerialNumber' | 'TokenCode'>): void {
  if (SerialNumber !== undefined || TokenCode !== undefined) throw faults.invalidMfaCode();
}
