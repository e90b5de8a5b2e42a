/**
 * What a denied caller reads (IAM User Guide, "Troubleshoot access denied error messages"; KMS's own forms as its
 * answers have them):
 *
 *     User: ARN is not authorized to perform: ACTION on resource: ARN REASON                   or as the caller named it
 *     User: ARN is not authorized to perform: ACTION REASON                                    of services that name none
 *     User: ARN is not authorized to perform: ACTION on this resource FOREIGN REASON
 *     User: ARN is not authorized to perform: ACTION on the resource associated with this ciphertext REASON
 *     Not authorized to perform ACTION                                     with a token of an identity provider
 */
import type { AuthorizationRequest, Decision, DenialSource } from './contract.ts';

type Denial = Extract<Decision, { allowed: false }>;

/**
 * `foreign`: the key is another account's, or said to be: whether it exists, and what its policy says, is not told.
 * `ciphertext`: the key was found from a ciphertext, and its ARN is not told; a foreign one is treated as such.
 */
export type DenialForm = 'foreign' | 'ciphertext';

const POLICY_NAMES: { readonly [Source in DenialSource]: string } = {
  identity: 'identity-based policy',
  resource: 'resource-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  'service-control': 'service control policy',
  'resource-control': 'resource control policy',
  trust: 'role trust policy',
};
const FOREIGN_REASON =
  'because the resource does not exist in this Region, no resource-based policies allow access, ' +
  'or a resource-based policy explicitly denies access';

/** The text of an AccessDenied. AssumeRole never tells the reason: the role may not even exist. */
export function denialText(request: AuthorizationRequest, decision: Denial, form?: DenialForm, shown = request.resource): string {
  if (request.principal.type === 'web-identity') return `Not authorized to perform ${request.action}`;
  const start = `User: ${request.principal.arn} is not authorized to perform: ${request.action}`;
  if (request.rule === 'trust') return `${start} on resource: ${request.resource}`;
  return `${start}${place(request, decision, form, shown)} ${isHidden(request, decision, form) ? FOREIGN_REASON : reason(request.action, decision)}`;
}

/** The owner's side of another account's key. */
function isHidden({ principal, resourceAccount }: AuthorizationRequest, { source }: Denial, form: DenialForm | undefined): boolean {
  const ofOwner = source === 'resource' || source === 'resource-control';
  return ofOwner && (form === 'foreign' || (form === 'ciphertext' && principal.account !== resourceAccount));
}

function place(request: AuthorizationRequest, decision: Denial, form: DenialForm | undefined, shown: string): string {
  if (form === 'ciphertext') return ' on the resource associated with this ciphertext';
  if (isHidden(request, decision, form)) return ' on this resource';
  return shown === '' ? '' : ` on resource: ${shown}`;
}

function reason(action: string, { explicit, source }: Denial): string {
  const policy = POLICY_NAMES[source];
  if (!explicit) return `because no ${policy} allows the ${action} action`;
  const article = source === 'identity' ? 'an' : 'a';
  return `with an explicit deny in ${article} ${policy}`;
}
