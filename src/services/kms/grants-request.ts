/** What CreateGrant may be asked for: API reference and developer guide, "Grants in AWS KMS". */
import { sha256Hex } from '../../crypto/hash.ts';
import * as faults from './faults.ts';
import { compileConstraints, selectorOf } from './grants-constraints.ts';
import { principalArn, storedPrincipal } from './grants-principals.ts';
import { operationsText } from './grants-record.ts';
import { isSymmetricEncryption, type KeyKind } from './key-record.ts';
import type { PolicyGuard } from './policy.ts';
import type { GrantRow } from './tables.ts';
import type { CreateGrantRequest, GrantConstraints, GrantOperation, KeyUsageType } from './types.ts';

/** The row of a grant, but for the key that it will be on, its id and its time. */
export type GrantTerms = Omit<GrantRow, 'account' | 'region' | 'key_id' | 'grant_id' | 'created_at'>;

const PAIRS_MAX = 8;
const VALUE_LENGTH_MAX = 384;

/** Whom a grant names, services by their DNS names. */
export type GrantPrincipals = Pick<GrantRow, 'grantee' | 'retiring'>;

/**
 * The rules that need nothing but the request.
 * @returns the principals by their ARNs
 * @throws Fault ValidationException, InvalidArnException
 */
export function checkGrantRequest(input: CreateGrantRequest, region: string): GrantPrincipals {
  checkOperations(input.Operations);
  checkConstraints(input.Constraints);
  checkPrincipals(input);
  const { GranteePrincipal, GranteeServicePrincipal, RetiringPrincipal, RetiringServicePrincipal = null } = input;
  return {
    grantee: GranteeServicePrincipal ?? principalArn(GranteePrincipal!, region),
    retiring: RetiringPrincipal === undefined ? RetiringServicePrincipal : principalArn(RetiringPrincipal, region),
  };
}

/** The principals as they are kept. @throws Fault InvalidArnException for one that does not exist */
export async function storedPrincipals(
  guard: PolicyGuard,
  input: CreateGrantRequest,
  { grantee, retiring }: GrantPrincipals,
): Promise<GrantPrincipals> {
  return {
    grantee: input.GranteePrincipal === undefined ? grantee : await storedPrincipal(guard, grantee),
    retiring: input.RetiringPrincipal === undefined ? retiring : await storedPrincipal(guard, retiring!),
  };
}

/**
 * @param principals as they are kept
 * @param issuer account of the caller
 */
export function grantTerms(input: CreateGrantRequest, { grantee, retiring }: GrantPrincipals, issuer: string): GrantTerms {
  const operations = [...new Set(input.Operations)];
  const asked = {
    name: input.Name ?? null,
    grantee,
    grantee_service: flag(input.GranteeServicePrincipal),
    retiring,
    retiring_service: flag(input.RetiringServicePrincipal),
    operations: operationsText(operations),
    constraints: constraintsText(input.Constraints),
    selector: selectorOf(compileConstraints(input.Constraints)),
    issuing_account: issuer,
  };
  return { ...asked, fingerprint: fingerprintOf(asked, operations, input.Constraints) };
}

const flag = (service: string | undefined): 0 | 1 => (service === undefined ? 0 : 1);

function checkOperations(operations: readonly GrantOperation[]): void {
  if (operations.length === 0) {
    throw faults.validation(
      "1 validation error detected: Value at 'operations' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
  if (operations.every((operation) => operation === 'CreateGrant')) {
    throw faults.validation('Grants must not contain only the CreateGrant operation.');
  }
}

function checkPrincipals(input: CreateGrantRequest): void {
  if ((input.GranteePrincipal === undefined) === (input.GranteeServicePrincipal === undefined)) {
    throw faults.validation('Exactly one of GranteePrincipal and GranteeServicePrincipal must be specified.');
  }
  if (input.RetiringPrincipal !== undefined && input.RetiringServicePrincipal !== undefined) {
    throw faults.validation('RetiringPrincipal and RetiringServicePrincipal cannot both be specified.');
  }
  if (input.GranteeServicePrincipal === undefined) return;
  if (input.Constraints?.SourceArn === undefined) {
    throw faults.validation('A grant to a GranteeServicePrincipal must have a SourceArn constraint.');
  }
  if (input.RetiringPrincipal === undefined && input.RetiringServicePrincipal === undefined) {
    throw faults.validation('A grant to a GranteeServicePrincipal must have a RetiringPrincipal or RetiringServicePrincipal.');
  }
}

function checkConstraints(constraints: GrantConstraints | undefined): void {
  for (const name of ['EncryptionContextEquals', 'EncryptionContextSubset'] as const) {
    const values = Object.values(constraints?.[name] ?? {});
    if (values.length > PAIRS_MAX) throw faults.validation(`${name} cannot have more than ${PAIRS_MAX} pairs.`);
    if (values.some((value) => value.length > VALUE_LENGTH_MAX)) {
      throw faults.validation(`A value in ${name} cannot be longer than ${VALUE_LENGTH_MAX} characters.`);
    }
  }
}

const constraintsText = (constraints: GrantConstraints | undefined): string | null =>
  constraints === undefined || Object.keys(constraints).length === 0 ? null : JSON.stringify(constraints);

/** The same for the same request, in whatever order it lists things. */
function fingerprintOf(asked: Omit<GrantTerms, 'fingerprint'>, operations: readonly string[], constraints: GrantConstraints = {}): string {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset, SourceArn } = constraints;
  const inOrder = (context: { readonly [key: string]: string } | undefined) =>
    context && Object.entries(context).map((pair) => JSON.stringify(pair)).sort();
  const { grantee, grantee_service, retiring, retiring_service, issuing_account } = asked;
  const bounds = [inOrder(equals) ?? null, inOrder(subset) ?? null, SourceArn ?? null];
  const text = [grantee, grantee_service, retiring, retiring_service, [...operations].sort(), bounds, issuing_account];
  return sha256Hex(JSON.stringify(text));
}

const ANY_KEY: readonly GrantOperation[] = ['CreateGrant', 'DescribeKey', 'RetireGrant'];
const CIPHER: readonly GrantOperation[] = ['Decrypt', 'Encrypt', 'ReEncryptFrom', 'ReEncryptTo'];
const DATA_KEYS: readonly GrantOperation[] = [
  'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext', 'GenerateDataKeyWithoutPlaintext',
];
/** Of key pairs, and of HMAC keys; symmetric encryption keys have `DATA_KEYS` instead of a public key. */
const BY_USAGE: { readonly [Usage in KeyUsageType]: readonly GrantOperation[] } = {
  ENCRYPT_DECRYPT: [...CIPHER, 'GetPublicKey'],
  SIGN_VERIFY: ['Sign', 'Verify', 'GetPublicKey'],
  GENERATE_VERIFY_MAC: ['GenerateMac', 'VerifyMac'],
  KEY_AGREEMENT: ['DeriveSharedSecret', 'GetPublicKey'],
  ENCAPSULATE_DECAPSULATE: ['Encapsulate', 'Decapsulate', 'GetPublicKey'],
};

/**
 * The rules that depend on the kind of the key.
 * @throws Fault ValidationException
 */
export function requireGrantable(key: KeyKind, input: CreateGrantRequest): void {
  const symmetric = isSymmetricEncryption(key);
  const allowed = symmetric ? [...CIPHER, ...DATA_KEYS] : BY_USAGE[key.row.key_usage];
  const wrong = input.Operations.find((operation) => !allowed.includes(operation) && !ANY_KEY.includes(operation));
  if (wrong !== undefined) {
    const { key_usage, spec } = key.row;
    throw faults.validation(`Grant operation ${wrong} is not valid for key usage ${key_usage} and key spec ${spec}.`);
  }
  const { EncryptionContextEquals, EncryptionContextSubset } = input.Constraints ?? {};
  if (!symmetric && (EncryptionContextEquals ?? EncryptionContextSubset) !== undefined) {
    throw faults.validation('Encryption context constraints are valid only in grants on symmetric encryption KMS keys.');
  }
}
