/**
 * Data types: what values must look like (user guide, "Parameter data types in Parameter Store"). The guide says of each
 * what it is, not its grammar; where several are in use, all are taken. Of a StringList, each item must suit. An AMI is
 * looked at by its form alone: there is no EC2 to ask.
 */
import { ACCOUNT_ID, REGION_NAME } from '../../base/arn.ts';
import { parseIpAddress } from '../../base/ip-address.ts';
import { parseJson } from '../../base/parse-json.ts';
import * as faults from './faults.ts';
import type { Parameter } from './parameters.ts';
import type { ParameterType, PutParameterRequest } from './types.ts';

type Test = (value: string) => boolean;

const HOSTNAME_MAX = 253;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const isHostname: Test = (value) => value.length <= HOSTNAME_MAX && value.split('.').every((label) => LABEL.test(label));

const matching = (pattern: RegExp): Test => (value) => pattern.test(value);
const anything: Test = () => true;

const TYPES: ReadonlyMap<string, Test> = new Map([
  ['text', anything],
  ['aws:ec2:image', matching(/^ami-(?:[0-9a-f]{8}|[0-9a-f]{17})$/)],
  ['aws:ssm:integration', anything],
  ['aws:region', matching(REGION_NAME)],
  ['aws:account:id', matching(ACCOUNT_ID)],
  ['boolean', matching(/^(?:true|false)$/i)],
  ['integer', matching(/^[+-]?\d+$/)],
  ['float', matching(/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i)],
  ['binary', matching(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/)],
  ['hostname', isHostname],
  ['email', matching(/^[^\s@]+@[^\s@]+$/)],
  ['ipv4-address', (value) => parseIpAddress(value)?.length === 4],
  ['ipv6-address', (value) => parseIpAddress(value)?.length === 16],
  ['url', (value) => URL.canParse(value)],
  ['json', isJson],
  ['jsonc', (value) => isJson(withoutComments(value))],
]);
/** A parameter is made with one of these, and has it for good. */
const LASTING: readonly string[] = ['aws:ec2:image', 'aws:ssm:integration'];
const FOR_ADVANCED: readonly string[] = ['url', 'json', 'jsonc'];

/** @throws Fault ValidationException for what is no type, or cannot become one */
export function dataTypeOf({ DataType }: PutParameterRequest, present: Parameter | undefined): string {
  const before = present?.data_type;
  const dataType = DataType || (before ?? 'text');
  if (!TYPES.has(dataType)) throw faults.oddDataType(dataType);
  if (before === undefined || before === dataType) return dataType;
  const lasting = [before, dataType].find((one) => LASTING.includes(one));
  if (lasting !== undefined) throw faults.lastingDataType(lasting);
  return dataType;
}

/** @throws Fault ValidationException */
export function requireSuitable(dataType: string, type: ParameterType, value: string): void {
  const values = type === 'StringList' ? value.split(',') : [value];
  if (!values.every(TYPES.get(dataType)!)) throw faults.unsuitable(dataType);
}

export const needsAdvanced = (dataType: string): boolean => FOR_ADVANCED.includes(dataType);

function isJson(value: string): boolean {
  try {
    parseJson(value);
    return true;
  } catch {
    return false;
  }
}

/**
 * Strings are passed over, so that none is taken for a comment. What has no end goes on to the text's: looked for again
 * and again, it would take long.
 */
const TOKENS = /"(?:[^"\\]|\\.)*(?:"|\\?$)|\/\/[^\n]*|\/\*.*?(?:\*\/|$)/gs;
const COMMENT = /^\/(?:\/|\*.*\*\/$)/s;

const withoutComments = (text: string): string => text.replace(TOKENS, (token) => (COMMENT.test(token) ? ' ' : token));
