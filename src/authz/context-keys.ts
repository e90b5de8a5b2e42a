/** The condition keys that a policy mentions, in conditions and as variables, each once, as first written. */
import { objectOf, scalarsOf, textsOf } from './nodes.ts';
import { type Json, type JsonObject, parseStrictJson } from './strict-json.ts';
import { versionOf, VARIABLES_SINCE } from './compile-policy.ts';
import { parseTemplate } from './variables.ts';

/** @param text a policy that compiles */
export function contextKeysOf(text: string): readonly string[] {
  const policy = objectOf(parseStrictJson(text), 'A policy');
  const variables = versionOf(policy) === VARIABLES_SINCE;
  const node = policy.get('Statement');
  const statements = Array.isArray(node) ? (node as readonly Json[]) : [node];
  const keys = new Map<string, string>();
  for (const statement of statements) {
    for (const key of keysOf(objectOf(statement, 'Statement'), variables)) {
      if (!keys.has(key.toLowerCase())) keys.set(key.toLowerCase(), key);
    }
  }
  return [...keys.values()];
}

function* keysOf(statement: JsonObject, variables: boolean): Generator<string> {
  for (const name of ['Resource', 'NotResource']) {
    const node = statement.get(name);
    if (node !== undefined) yield* variablesIn(textsOf(node, name), variables);
  }
  const conditions = statement.get('Condition');
  if (conditions === undefined) return;
  for (const operands of objectOf(conditions, 'Condition').values()) {
    for (const [key, values] of objectOf(operands, 'Condition')) {
      yield key;
      yield* variablesIn(scalarsOf(values, key), variables);
    }
  }
}

function* variablesIn(texts: readonly string[], variables: boolean): Generator<string> {
  for (const text of texts) {
    if (!variables || !text.includes('${')) continue;
    for (const part of parseTemplate(text, variables)) if (part.kind === 'variable') yield part.name;
  }
}
