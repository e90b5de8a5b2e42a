/** The common end of every operation that issues credentials. */
import type { Principal, Session } from '../../base/caller.ts';
import { SECOND_MS } from '../../base/clock.ts';
import { packedSize, type SessionPolicies } from './session-policies.ts';
import type { TagSet } from './session-tags.ts';
import { TOKEN_LENGTH_MAX } from './session-tokens.ts';
import type { Sts } from './sts.ts';
import type { Credentials } from './types.ts';

export interface Issue {
  readonly principal: Principal;
  readonly by: Session['by'];
  readonly now: number;
  readonly seconds: number;
  readonly policies?: SessionPolicies | undefined;
  readonly tags?: TagSet | undefined;
  readonly sourceIdentity?: string | undefined;
  readonly provider?: string | undefined;
  readonly minimumTokenSize?: number | undefined;
}

/** Members that the answers of those operations share. */
export interface IssuedAnswer {
  readonly Credentials: Credentials;
  readonly PackedPolicySize: number | undefined;
  readonly SessionTokenSize: number;
  readonly SessionTokenUtilization: number;
}

const NO_POLICIES: SessionPolicies = { policy: undefined, policyArns: [] };
const NO_TAGS: TagSet = { tags: [], transitiveTagKeys: [] };

/** @throws Fault PackedPolicyTooLargeException */
export function issue(sts: Sts, { policies = NO_POLICIES, tags = NO_TAGS, ...issued }: Issue): IssuedAnswer {
  const PackedPolicySize = packedSize(policies, tags);
  // Answers have whole seconds.
  const issuedAt = Math.floor(issued.now / SECOND_MS) * SECOND_MS;
  const expiresAt = issuedAt + issued.seconds * SECOND_MS;
  const session: Session = {
    by: issued.by,
    issuedAt,
    expiresAt,
    policy: policies.policy === undefined ? undefined : { name: 'session policy', text: policies.policy },
    policyArns: policies.policyArns,
    tags: tags.tags,
    transitiveTagKeys: tags.transitiveTagKeys,
    sourceIdentity: issued.sourceIdentity,
    provider: issued.provider,
  };
  const keys = sts.sessions.issue(issued.principal, session, issued.minimumTokenSize);
  const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken } = keys;
  return {
    Credentials: { AccessKeyId, SecretAccessKey, SessionToken, Expiration: expiresAt },
    PackedPolicySize,
    SessionTokenSize: SessionToken.length,
    SessionTokenUtilization: Math.ceil((SessionToken.length / TOKEN_LENGTH_MAX) * 100),
  };
}
