/**
 * What lists can be narrowed by (API reference, "ParameterStringFilter"). All filters must hold, each by one of its
 * values. A filter is a test of a row; those on names and paths also bound the rows that are read for it.
 */
import * as faults from './faults.ts';
import { endOf, hierarchyOf } from './names.ts';
import type { Parameter } from './parameters.ts';
import type { ParameterStringFilter } from './types.ts';

/** What filters look at besides the parameter itself. */
export type FilteredRow = Omit<Parameter, 'arn' | 'value'>;

/** Rows to read: of one hierarchy, of a range of paths, or of some paths alone. */
export interface Bounds {
  readonly parent?: string | undefined;
  /** Paths from here, and before `to`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly paths?: readonly string[] | undefined;
}

export interface Filter {
  readonly bounds?: Bounds | undefined;
  readonly test?: ((row: FilteredRow) => boolean) | undefined;
  /** Tags and labels are rows of their own. */
  readonly tag?: { readonly key: string; readonly values: readonly string[] | undefined; readonly prefix: boolean } | undefined;
  readonly labels?: readonly string[] | undefined;
}

type Operation = 'DescribeParameters' | 'GetParametersByPath';

const KEYS: { readonly [O in Operation]: RegExp } = {
  DescribeParameters: /^(?:Name|Type|KeyId|Path|Tier|DataType|tag:.+)$/s,
  GetParametersByPath: /^(?:Type|KeyId|Label)$/,
};
const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Name', ['Equals', 'BeginsWith', 'Contains']],
  ['Path', ['OneLevel', 'Recursive']],
  ['Label', ['Equals']],
]);
const COMMON_OPTIONS: readonly string[] = ['Equals', 'BeginsWith'];

/** @throws Fault InvalidFilterKey, InvalidFilterOption, InvalidFilterValue, ValidationException */
export function filtersOf(operation: Operation, filters: readonly ParameterStringFilter[] = []): Filter[] {
  if (new Set(filters.map(({ Key }) => Key)).size !== filters.length) throw faults.repeatedFilter();
  return filters.map((filter) => filterOf(operation, filter));
}

/** What holds U+0000 is the name of nothing, and PostgreSQL does not even take it in a question. */
const NOTHING: Filter = { test: () => false };

function filterOf(operation: Operation, { Key, Option, Values }: ParameterStringFilter): Filter {
  if (!KEYS[operation].test(Key)) throw faults.invalidFilterKey();
  const options = OPTIONS.get(Key) ?? COMMON_OPTIONS;
  const option = Option ?? options[0]!;
  if (!options.includes(option)) {
    const valid = options.join(', ');
    throw faults.invalidFilterOption(`The following filter option is not valid: ${option}. Valid options include: [${valid}]`);
  }
  if ([Key, ...(Values ?? [])].some((text) => text.includes('\0'))) return NOTHING;
  if (Key.startsWith('tag:')) return { tag: { key: Key.slice('tag:'.length), values: Values, prefix: option === 'BeginsWith' } };
  if (!Values) throw faults.invalidFilterValue(`The following filter values are missing : null for filter key ${Key}`);
  if (Key === 'Label') return { labels: Values };
  if (Key === 'Name') return nameFilter(option, Values);
  if (Key === 'Path') return pathFilter(option, Values);
  return { test: columnTest(Key, option, Values) };
}

const COLUMNS: { readonly [key: string]: (row: FilteredRow) => string | null } = {
  Type: (row) => row.type,
  KeyId: (row) => row.key_id,
  Tier: (row) => row.tier,
  DataType: (row) => row.data_type,
};

function columnTest(key: string, option: string, values: readonly string[]): (row: FilteredRow) => boolean {
  const column = COLUMNS[key]!;
  return (row) => {
    const text = column(row);
    return text !== null && values.some((value) => (option === 'Equals' ? text === value : text.startsWith(value)));
  };
}

/** `/X` and `X` are one parameter, so either finds it. */
function nameFilter(option: string, values: readonly string[]): Filter {
  const paths = values.map((value) => (value.startsWith('/') ? value : `/${value}`));
  if (option === 'Equals') return { bounds: { paths } };
  if (option === 'Contains') return { test: ({ name }) => values.some((value) => name.includes(value)) };
  const bounds = paths.length === 1 ? { from: paths[0], to: afterPrefix(paths[0]!) } : undefined;
  return { bounds, test: ({ path }) => paths.some((start) => path.startsWith(start)) };
}

/** Names are ASCII, so this follows whatever begins with the prefix. */
const afterPrefix = (prefix: string): string => `${prefix}\u007f`;

function pathFilter(option: string, values: readonly string[]): Filter {
  const hierarchies = values.map(filterPath);
  const oneLevel = option === 'OneLevel';
  const test = ({ parent }: FilteredRow): boolean =>
    hierarchies.some((hierarchy) => (oneLevel ? parent === hierarchy : parent.startsWith(hierarchy)));
  if (hierarchies.length > 1) return { test };
  return { bounds: oneLevel ? { parent: hierarchies[0] } : rangeOf(hierarchies[0]!), test };
}

function filterPath(value: string): string {
  try {
    return hierarchyOf(value);
  } catch {
    throw faults.invalidFilterValue(`The parameter path is not valid: ${value}`);
  }
}

/** All that is below a hierarchy. */
export const rangeOf = (hierarchy: string): Bounds => ({ from: hierarchy, to: endOf(hierarchy) });
