/** Key policies as documents: the default one, and what may be stored. What they decide is authz/'s. */
import { partitionOf } from '../../base/arn.ts';
import * as faults from './faults.ts';

export const DEFAULT_POLICY_NAME = 'default';
/** Developer guide, "Resource quotas". */
const POLICY_BYTES_MAX = 32_768;

/** The policy of a key made without one, in the layout in which AWS returns it. */
export function defaultKeyPolicy(account: string, region: string): string {
  return `{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:${partitionOf(region)}:iam::${account}:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  } ]
}`;
}

/** @throws Fault LimitExceededException, MalformedPolicyDocumentException */
export function checkKeyPolicy(text: string): string {
  if (Buffer.byteLength(text) > POLICY_BYTES_MAX) {
    throw faults.limitExceeded(`The policy exceeds the maximum size of ${POLICY_BYTES_MAX} bytes.`);
  }
  if (!isPolicy(parse(text))) throw faults.malformedPolicy();
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw faults.malformedPolicy();
  }
}

const VERSIONS: readonly unknown[] = [undefined, '2012-10-17', '2008-10-17'];

function isPolicy(document: unknown): boolean {
  if (!isObject(document) || !VERSIONS.includes(document['Version'])) return false;
  const statements = document['Statement'];
  const list = Array.isArray(statements) ? (statements as unknown[]) : [statements];
  return list.length > 0 && list.every(isStatement);
}

/** A statement without Action or Resource is accepted, and has no effect. */
function isStatement(statement: unknown): boolean {
  if (!isObject(statement)) return false;
  const { Effect, Principal, NotPrincipal } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') return false;
  return Principal !== undefined || NotPrincipal !== undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
