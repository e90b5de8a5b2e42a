/**
 * Session tags and the source identity, and how they go from one session of a role to the next: transitive tags pass
 * on and cannot be set anew, other tags end; a source identity stays (IAM User Guide, "Pass session tags in AWS STS").
 */
import type { Caller, Session, SessionTag } from '../../base/caller.ts';
import * as faults from './faults.ts';
import type { Tag } from './types.ts';

export type TagSet = Pick<Session, 'tags' | 'transitiveTagKeys'>;

const keyOf = (key: string): string => key.toLowerCase();

/** What the request says. Keys are compared without case. @throws Fault ValidationException */
export function requestedTags(tags: readonly Tag[] = [], transitiveTagKeys: readonly string[] = []): TagSet {
  const keys = new Set(tags.map(({ Key }) => keyOf(Key)));
  if (keys.size !== tags.length) throw faults.duplicateTagKeys();
  if (tags.some(({ Key }) => keyOf(Key).startsWith('aws:'))) throw faults.reservedTagKey();
  if (!transitiveTagKeys.every((key) => keys.has(keyOf(key)))) throw faults.transitiveKeyWithoutTag();
  return { tags: tags.map(({ Key: key, Value: value }) => ({ key, value })), transitiveTagKeys };
}

/** With what the caller's session passes on. @throws Fault ValidationException */
export function withInherited(requested: TagSet, { session }: Caller): TagSet {
  const passed = new Set(session?.transitiveTagKeys.map(keyOf));
  if (!session || passed.size === 0) return requested;
  const isPassed = ({ key }: SessionTag): boolean => passed.has(keyOf(key));
  if (requested.tags.some(isPassed)) throw faults.inheritedTagKey();
  return {
    tags: [...session.tags.filter(isPassed), ...requested.tags],
    transitiveTagKeys: [...session.transitiveTagKeys, ...requested.transitiveTagKeys],
  };
}

/** @throws Fault AccessDeniedException */
export function sourceIdentityOf(requested: string | undefined, { session }: Caller): string | undefined {
  const kept = session?.sourceIdentity;
  if (kept !== undefined && requested !== undefined && requested !== kept) throw faults.otherSourceIdentity();
  return kept ?? requested;
}
