/** Reading the elements of a policy: each function says what it wants, and refuses the rest. */
import { PolicyError, type PolicyKind } from './contract.ts';
import { type Json, JsonNumber, type JsonObject } from './strict-json.ts';

/** What the reading of one policy depends on. */
export interface Scope {
  readonly kind: PolicyKind;
  /** `${…}` is a variable: Version 2012-10-17. In older policies it is text. */
  readonly variables: boolean;
}

/** @throws PolicyError always */
export function refuse(message: string): never {
  throw new PolicyError('syntax', message);
}

/** `undefined` where the element is absent. */
export function textOf(node: Json | undefined, what: string): string | undefined {
  if (node === undefined || typeof node === 'string') return node;
  return refuse(`${what} must be a string`);
}

export function objectOf(node: Json | undefined, what: string): JsonObject {
  return node instanceof Map ? (node as JsonObject) : refuse(`${what} must be an object`);
}

/** A string, or several: an array may be left out around one. */
export const textsOf = (node: Json, what: string): readonly string[] => listOf(node, what, (item) => (typeof item === 'string' ? item : undefined));

/** Values of conditions: strings, numbers and booleans, in their text. */
export const scalarsOf = (node: Json, what: string): readonly string[] => listOf(node, what, scalarOf);

function scalarOf(item: Json): string | undefined {
  if (item instanceof JsonNumber) return item.text;
  return typeof item === 'string' || typeof item === 'boolean' ? String(item) : undefined;
}

function listOf(node: Json, what: string, read: (item: Json) => string | undefined): readonly string[] {
  const items = Array.isArray(node) ? (node as readonly Json[]) : [node];
  if (items.length === 0) refuse(`${what} must not be empty`);
  return items.map((item) => read(item) ?? refuse(`${what} must hold text`));
}

/** Refuses elements that are none. Names are case-sensitive. */
export function onlyElements(node: JsonObject, names: readonly string[], where: string): void {
  for (const name of node.keys()) {
    if (!names.includes(name)) refuse(`${where} has no element ${name}`);
  }
}
