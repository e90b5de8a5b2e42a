/**
 * Filters of ListSecrets and BatchGetSecretValue (user guide, "Find secrets"). Values of one filter are or-ed, filters are
 * and-ed; a value that begins with `!` fits what its rest does not.
 */
import * as faults from './faults.ts';
import type { ListedSecret } from './secret-record.ts';
import type { Filter, FilterNameStringType } from './types.ts';

export type SecretTest = (secret: ListedSecret) => boolean;

/** The attributes that a key looks at. */
const ATTRIBUTES: { readonly [Key in Exclude<FilterNameStringType, 'all'>]: (secret: ListedSecret) => readonly string[] } = {
  description: ({ details }) => [details.description ?? ''],
  name: ({ row }) => [row.name],
  'tag-key': ({ details }) => details.tags.map(({ Key = '' }) => Key),
  'tag-value': ({ details }) => details.tags.map(({ Value = '' }) => Value),
  'primary-region': ({ row, details }) => (row.primary_region ? [row.primary_region] : details.replicas?.length ? [row.region] : []),
  'owning-service': () => [],
};
const ALL = Object.values(ATTRIBUTES);

/** @throws Fault InvalidParameterException */
export function testOf(filters: readonly Filter[] = []): SecretTest {
  // Names are there without opening anything.
  const names = filters.filter(({ Key }) => Key === 'name');
  const tests = [...names, ...filters.filter(({ Key }) => Key !== 'name')].map(({ Key, Values }) => {
    if (Key === undefined || Values === undefined || Values.length === 0) {
      throw faults.invalidParameter('Each filter needs a Key and Values.');
    }
    const values = Values.map((value) => valueTest(Key, value));
    return (secret: ListedSecret) => values.some((test) => test(secret));
  });
  return (secret) => tests.every((test) => test(secret));
}

function valueTest(key: FilterNameStringType, value: string): SecretTest {
  if (value.startsWith('!')) {
    const test = valueTest(key, value.slice(1));
    return (secret) => !test(secret);
  }
  if (key === 'all') return anywhere(value);
  const attribute = ATTRIBUTES[key];
  if (key !== 'description') return (secret) => attribute(secret).some((text) => text.startsWith(value));
  const lower = value.toLowerCase();
  return (secret) => attribute(secret).some((text) => text.toLowerCase().startsWith(lower));
}

/** Each word begins some word of some attribute. */
function anywhere(value: string): SecretTest {
  const words = wordsOf(value);
  return (secret) => {
    const found = ALL.flatMap((attribute) => attribute(secret)).flatMap((text) => [text.toLowerCase(), ...wordsOf(text)]);
    return words.every((word) => found.some((text) => text.startsWith(word)));
  };
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
