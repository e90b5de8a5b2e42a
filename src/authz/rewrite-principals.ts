/**
 * Other names for the principals of a policy, and nothing else changed: each text in `AWS` of `Principal` and
 * `NotPrincipal` is replaced where it stands, so the rest, white space and all, stays as its author wrote it.
 */

/** Strings, brackets and marks; what else there is (numbers, words, white space) has no part in finding the way. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs;

/** @param text a policy that `compilePolicy` takes @param replace gives what is to stand in place of a principal */
export function rewritePrincipals(text: string, replace: (principal: string) => string): string {
  let written = '';
  let copied = 0;
  for (const { start, token, value } of principalsIn(text)) {
    const replacement = replace(value);
    if (replacement === value) continue;
    written += text.slice(copied, start) + JSON.stringify(replacement);
    copied = start + token.length;
  }
  return written + text.slice(copied);
}

function* principalsIn(text: string): Generator<{ start: number; token: string; value: string }> {
  /** The members that lead to the present place, one for each object or array that is open; those of arrays are ''. */
  const path: string[] = [];
  /** Whether each of them is an object. */
  const objects: boolean[] = [];
  let named = false;
  for (const { 0: token, index: start } of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      objects.push(token === '{');
      path.push('');
      named = false;
    } else if (token === '}' || token === ']') {
      objects.pop();
      path.pop();
    } else if (token === ',' || token === ':') {
      named = token === ':';
    } else if (objects.at(-1) && !named) {
      path[path.length - 1] = JSON.parse(token) as string;
    } else if (isPrincipal(path.filter((_member, depth) => objects[depth]))) {
      yield { start, token, value: JSON.parse(token) as string };
    }
  }
}

const isPrincipal = ([first, second, third, ...more]: readonly string[]): boolean =>
  first === 'Statement' && (second === 'Principal' || second === 'NotPrincipal') && third === 'AWS' && more.length === 0;
