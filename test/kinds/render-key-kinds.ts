/** docs/key-kinds.md out of what the operations answered. */

export const KINDS = ['customer managed', 'AWS managed', 'AWS owned'] as const;
export type Kind = (typeof KINDS)[number];

/** By operation: `yes`, or the refusal. */
export type Outcomes = { [operation: string]: { readonly [K in Kind]: string } };

const GROUPS: readonly (readonly [title: string, operations: readonly string[]])[] = [
  [
    'see',
    [
      'ListKeys', 'ListAliases', 'DescribeKey', 'GetKeyPolicy', 'ListKeyPolicies', 'GetKeyRotationStatus', 'ListKeyRotations',
      'ListGrants', 'ListResourceTags', 'GetKeyLastUsage',
    ],
  ],
  [
    'use directly',
    [
      'Encrypt', 'Decrypt', 'ReEncrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'GenerateDataKeyPair',
      'GenerateDataKeyPairWithoutPlaintext', 'Sign', 'Verify', 'GetPublicKey', 'GenerateMac', 'VerifyMac', 'DeriveSharedSecret',
      'Encapsulate', 'Decapsulate',
    ],
  ],
  [
    'manage',
    [
      'PutKeyPolicy', 'UpdateKeyDescription', 'EnableKey', 'DisableKey', 'ScheduleKeyDeletion', 'CancelKeyDeletion', 'TagResource',
      'UntagResource', 'CreateAlias', 'UpdateAlias', 'DeleteAlias', 'CreateGrant', 'RevokeGrant', 'RetireGrant', 'ReplicateKey',
      'UpdatePrimaryRegion', 'GetParametersForImport', 'ImportKeyMaterial', 'DeleteImportedKeyMaterial',
    ],
  ],
  ['rotate', ['EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand']],
];

const WHO: readonly (readonly [what: string, ...byKind: readonly string[]])[] = [
  ['is in', "the customer's account", "the customer's account", 'an account that nobody can name'],
  ['is made', 'by CreateKey', 'when its service needs it first, or its alias is described', 'by its service, at start or when it needs it first'],
];
const BY_ITSELF = ['rotates by itself', 'where EnableKeyRotation asks for it', 'every year', "by its service's rule"];
const AUDIT = ['audited', "in the customer's trail", "in the customer's trail, with `invokedBy` the service", 'in no trail; counted, for `trent owned-keys`'];
const THROUGH = ['used through services', 'where their `KmsKeyId` or `KeyId` names it', 'of its one service, by whoever may use the service', 'of its one service, for all accounts'];

export function renderKeyKinds(outcomes: Outcomes): string {
  const named = GROUPS.flatMap(([, operations]) => operations);
  const missing = Object.keys(outcomes).filter((operation) => !named.includes(operation));
  if (missing.length > 0) throw new Error(`in no group: ${missing.join()}`);
  return [
    '# The three kinds of keys',
    '',
    'Made by `test/kinds/every-operation.test.ts` out of what a running Trent answers to the administrator of an account;',
    '`TRENT_UPDATE=1` writes it anew. What is said in words is held by `test/kinds/key-types.test.ts`.',
    '',
    summaryTable(outcomes),
    ...GROUPS.flatMap(([title, operations]) => ['', `## To ${title}`, '', table(['', ...KINDS], operations.map((operation) => rowOf(operation, outcomes)))]),
    '',
    'What is not `yes` is the name of the refusal; of an AWS owned key it is the same as for a key that does not exist.',
    'On AWS managed keys the text of AccessDeniedException is: `User: ARN is not authorized to perform: kms:OPERATION on',
    'resource: ARN because no resource-based policy allows the kms:OPERATION action`.',
    '',
  ].join('\n');
}

/** The table at the top: who makes, sees, uses, manages, rotates and audits. */
export const summaryTable = (outcomes: Outcomes): string =>
  table(['', ...KINDS], [...WHO, ...GROUPS.map((group) => summaryOf(group, outcomes)), THROUGH, BY_ITSELF, AUDIT]);

function summaryOf([title, operations]: (typeof GROUPS)[number], outcomes: Outcomes): string[] {
  return [title, ...KINDS.map((kind) => summary(operations.map((operation) => outcomes[operation]![kind])))];
}

function summary(answers: readonly string[]): string {
  const may = answers.filter((answer) => answer === 'yes');
  return may.length === answers.length ? 'yes' : may.length === 0 ? 'no' : 'in part';
}

const rowOf = (operation: string, outcomes: Outcomes): string[] => [operation, ...KINDS.map((kind) => outcomes[operation]![kind])];

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
