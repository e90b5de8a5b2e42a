/** GetRandomPassword: uniform choices of a cryptographic generator. */
import { randomBelow } from '../../crypto/random.ts';
import * as faults from './faults.ts';
import type { GetRandomPasswordRequest } from './types.ts';

const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const NUMBERS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const LENGTH_DEFAULT = 32;

/** @throws Fault InvalidParameterException */
export function randomPassword(request: GetRandomPasswordRequest): string {
  const { PasswordLength: length = LENGTH_DEFAULT, RequireEachIncludedType: requireEach = true } = request;
  const types = includedTypes(request);
  if (types.length + Number(request.IncludeSpace ?? false) === 0) throw faults.invalidParameter(NOTHING_LEFT);
  const allowed = types.map((type) => without(type, request.ExcludeCharacters ?? ''));
  if (requireEach && allowed.some((type) => type === '')) throw faults.invalidParameter(TYPE_EMPTY);
  const pool = allowed.join('') + (request.IncludeSpace ? without(' ', request.ExcludeCharacters ?? '') : '');
  if (pool === '') throw faults.invalidParameter(NOTHING_LEFT);
  if (!requireEach) return shuffled(drawn(pool, length));
  if (length < allowed.length) throw faults.invalidParameter('Password length is too short based on the required types');
  return shuffled([...allowed.map(one), ...drawn(pool, length - allowed.length)]);
}

const TYPE_EMPTY = 'All characters of the desired type have been excluded';
const NOTHING_LEFT = 'All characters have been excluded from selection';

function includedTypes(request: GetRandomPasswordRequest): string[] {
  const types: readonly (readonly [string, boolean | undefined])[] = [
    [LOWERCASE, request.ExcludeLowercase],
    [LOWERCASE.toUpperCase(), request.ExcludeUppercase],
    [NUMBERS, request.ExcludeNumbers],
    [PUNCTUATION, request.ExcludePunctuation],
  ];
  return types.filter(([, excluded]) => !excluded).map(([characters]) => characters);
}

const without = (characters: string, excluded: string): string =>
  [...characters].filter((character) => !excluded.includes(character)).join('');

const one = (pool: string): string => pool[randomBelow(pool.length)]!;

const drawn = (pool: string, count: number): string[] => Array.from({ length: count }, () => one(pool));

/** Fisher and Yates: a required character can stand anywhere. */
function shuffled(characters: string[]): string {
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomBelow(last + 1);
    [characters[last], characters[other]] = [characters[other]!, characters[last]!];
  }
  return characters.join('');
}
