/**
 * Names of parameters (user guide, "Requirements and constraints for parameter names"):
 *
 *     orders   /orders   /orders/db/password          as they are created; the first two are one parameter
 *     NAME   NAME:3   NAME:label                      as they are read
 *     arn:aws:ssm:REGION:ACCOUNT:parameter/orders     the same by ARN, also with a version or label
 */
import { ACCOUNT_ID, parseArn, partitionOf } from '../../base/arn.ts';
import * as faults from './faults.ts';
import type { ParameterCoordinates } from './tables.ts';

const LEVELS_MAX = 15;
/** Of the ARN, which the name is the end of. */
const ARN_LENGTH_MAX = 1_011;
const SEGMENT = /^[a-zA-Z0-9_.-]+$/;
/** Segments, each behind a slash. */
const PATH = /^(?:\/[a-zA-Z0-9_.-]+)+$/;
const LABEL = /^(?!aws|ssm|\d)[a-z0-9_.-]{1,100}$/i;
const VERSION = /^\d{1,15}$/;

export const parameterArn = ({ account, region, path }: ParameterCoordinates): string =>
  `arn:${partitionOf(region)}:ssm:${region}:${account}:parameter${path}`;

/** Whose names are meant where none are said: a caller's. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** What a request names, and which version of it. */
export interface ParameterName extends ParameterCoordinates {
  /** As the client wrote it, without spaces around it. */
  readonly given: string;
  readonly selector: Selector | undefined;
}

export type Selector = { readonly version: number; readonly text: string } | { readonly label: string; readonly text: string };

/** Of a new parameter, or a new version. @throws Fault */
export function nameToWrite(text: string, { account, region }: Place): ParameterName {
  const given = text.trim();
  if (given.includes('/') && !given.startsWith('/')) throw faults.notQualified();
  const bare = given.startsWith('/') ? given.slice(1) : given;
  const segments = bare.split('/');
  if (!segments.every((segment) => SEGMENT.test(segment))) throw faults.oddName();
  if (/^aws/i.test(bare)) throw faults.reservedName(bare);
  if (/^ssm/i.test(bare)) throw faults.oddName();
  if (segments.length > LEVELS_MAX) throw faults.tooManyLevels(LEVELS_MAX);
  const name = { account, region, path: `/${bare}`, given, selector: undefined };
  if (parameterArn(name).length > ARN_LENGTH_MAX) throw faults.nameTooLong(ARN_LENGTH_MAX);
  return name;
}

/** @throws Fault ValidationException, UnsupportedOperationException for what AWS provides */
export function nameToRead(text: string, caller: Place): ParameterName {
  const given = text.trim();
  const { place, name } = given.startsWith('arn:') ? fromArn(given) : { place: caller, name: given };
  const colon = name.indexOf(':');
  const bare = colon < 0 ? name : name.slice(0, colon);
  if (bare.includes('/') && !bare.startsWith('/')) throw faults.notQualified();
  const path = bare.startsWith('/') ? bare : `/${bare}`;
  if (!PATH.test(path)) throw faults.oddName();
  if (isProvided(path)) throw faults.noPublicParameters(path);
  const selector = colon < 0 ? undefined : selectorOf(name.slice(colon + 1), given);
  return { account: place.account, region: place.region, path, given, selector };
}

/** As `nameToRead`, where the parameter as a whole is meant. */
export function nameWithoutSelector(text: string, caller: Place): ParameterName {
  const name = nameToRead(text, caller);
  if (name.selector) throw faults.oddName();
  return name;
}

/** As `nameWithoutSelector`, where the API reference takes no ARN. */
export function nameToChange(text: string, caller: Place): ParameterName {
  if (text.trim().startsWith('arn:')) throw faults.notQualified();
  return nameWithoutSelector(text, caller);
}

/** Public parameters, and references to secrets. */
export const isProvided = (path: string): boolean => /^\/aws\/(?:service|reference)(?:\/|$)/i.test(path);

function fromArn(text: string): { place: Place; name: string } {
  const arn = parseArn(text);
  const usable =
    arn?.service === 'ssm' &&
    ACCOUNT_ID.test(arn.account) &&
    arn.partition === partitionOf(arn.region) &&
    arn.resource.startsWith('parameter/');
  if (!usable) throw faults.oddName();
  return { place: arn, name: arn.resource.slice('parameter'.length) };
}

function selectorOf(text: string, given: string): Selector {
  if (VERSION.test(text)) return { version: Number(text), text: `:${text}` };
  if (!isLabel(text)) throw faults.oddLabel(given);
  return { label: text, text: `:${text}` };
}

export const isLabel = (text: string): boolean => LABEL.test(text);

/**
 * A hierarchy to list, with a slash at both ends.
 * @throws Fault ValidationException, UnsupportedOperationException
 */
export function hierarchyOf(text: string): string {
  const path = text.trim();
  if (!path.startsWith('/')) throw faults.oddPath();
  if (isProvided(path)) throw faults.noPublicParameters(path);
  const inner = path.endsWith('/') ? path.slice(1, -1) : path.slice(1);
  if (inner === '') {
    if (path !== '/') throw faults.oddPath();
    return '/';
  }
  if (!inner.split('/').every((segment) => SEGMENT.test(segment)) || /^(?:aws|ssm)/i.test(inner)) throw faults.oddPath();
  return `/${inner}/`;
}

/** The hierarchy that a parameter is directly in; names without a slash are in none. */
export const parentOf = (name: string): string => (name.startsWith('/') ? name.slice(0, name.lastIndexOf('/') + 1) : '');

/** All paths below a hierarchy come before this one: `0` follows `/` in ASCII. */
export const endOf = (hierarchy: string): string => `${hierarchy.slice(0, -1)}0`;
