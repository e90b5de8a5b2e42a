/** Tags of secrets: rules of TagResource in the API reference. */
import type { RequestContext } from '../../base/operation.ts';
import { secretAsk } from './asks.ts';
import * as faults from './faults.ts';
import type { SecretPolicyGuard } from './policy.ts';
import type { Found } from './secrets.ts';
import type { Tag } from './types.ts';

const TAGS_MAX = 50;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** @throws Fault InvalidParameterException */
export function checkTags(tags: readonly Tag[]): Tag[] {
  const checked = tags.map(({ Key, Value = '' }) => {
    if (Key === undefined) throw faults.invalidParameter('The tag key is missing.');
    checkTagKey(Key);
    if (!ALLOWED.test(Key) || !ALLOWED.test(Value)) throw faults.invalidParameter('Tags contain invalid characters.');
    return { Key, Value };
  });
  if (new Set(checked.map(({ Key }) => Key)).size !== tags.length) throw faults.invalidParameter('Duplicate tag keys.');
  if (tags.length > TAGS_MAX) throw faults.invalidParameter(`A secret can have at most ${TAGS_MAX} tags.`);
  return checked;
}

export function checkTagKey(key: string): void {
  if (key.toLowerCase().startsWith('aws:')) throw faults.invalidParameter('Tag keys that begin with aws: are reserved.');
}

/** Those that are given replace those of the same key; the others stay, in order. */
export function merged(tags: readonly Tag[], given: readonly Tag[]): Tag[] {
  const all = new Map([...tags, ...given].map((tag) => [tag.Key, tag]));
  return checkTags([...all.values()]);
}

/** Tags decide who may do what; nobody gives away his own leave. @throws Fault AccessDeniedException */
export async function refuseLockout(
  guard: SecretPolicyGuard,
  action: 'TagResource' | 'UntagResource',
  found: Found,
  tags: readonly Tag[],
  input: { readonly Tags?: readonly Tag[]; readonly TagKeys?: readonly string[] },
  context: RequestContext,
): Promise<void> {
  if (!(await guard.allows(context, secretAsk(action, found, input, context, tags)))) throw faults.lockedOutByTags();
}
