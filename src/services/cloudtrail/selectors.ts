/**
 * Event selectors, basic and advanced: API reference, "EventSelector", "AdvancedFieldSelector". Trent has management
 * events alone; selectors of data and network activity events are kept, and select nothing.
 */
import type { EventSelection } from '../../audit/delivery/contract.ts';
import * as faults from './faults.ts';
import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector, PutEventSelectorsRequest } from './types.ts';

export type StoredSelectors =
  | { readonly EventSelectors: readonly EventSelector[] }
  | { readonly AdvancedEventSelectors: readonly AdvancedEventSelector[] };

export const DEFAULT_SELECTORS: StoredSelectors = {
  EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] }],
};

export const storedSelectors = (json: string | null): StoredSelectors =>
  json === null ? DEFAULT_SELECTORS : (JSON.parse(json) as StoredSelectors);

const SELECTORS_MAX = 5;
const DATA_RESOURCES_MAX = 250;
const VALUES_MAX = 500;
const EXCLUDABLE = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];
const DATA_TYPES = ['AWS::S3::Object', 'AWS::Lambda::Function', 'AWS::DynamoDB::Table'];
const CATEGORIES = ['Management', 'Data', 'NetworkActivity'];
const OPERATORS = ['Equals', 'NotEquals', 'StartsWith', 'NotStartsWith', 'EndsWith', 'NotEndsWith'] as const;
const FIELDS = [
  'errorCode', 'eventCategory', 'eventName', 'eventSource', 'eventType', 'readOnly', 'resources.ARN', 'resources.type',
  'sessionCredentialFromConsole', 'userIdentity.arn', 'vpcEndpointId',
];

/** What a request gives, complete. @throws Fault InvalidEventSelectorsException */
export function givenSelectors({ EventSelectors, AdvancedEventSelectors }: PutEventSelectorsRequest): StoredSelectors {
  if ((EventSelectors === undefined) === (AdvancedEventSelectors === undefined)) {
    throw faults.invalidSelectors('Specify either EventSelectors or AdvancedEventSelectors, and not both.');
  }
  if (AdvancedEventSelectors) return { AdvancedEventSelectors: checkedAdvanced(AdvancedEventSelectors) };
  return { EventSelectors: checkedBasic(EventSelectors!) };
}

function checkedBasic(selectors: readonly EventSelector[]): EventSelector[] {
  if (selectors.length < 1 || selectors.length > SELECTORS_MAX) {
    throw faults.invalidSelectors(`A trail must have 1 to ${SELECTORS_MAX} event selectors.`);
  }
  const complete = selectors.map(completed);
  const resources = complete.flatMap(({ DataResources }) => DataResources!.flatMap(({ Values }) => Values ?? []));
  if (resources.length > DATA_RESOURCES_MAX) {
    throw faults.invalidSelectors(`A trail can have up to ${DATA_RESOURCES_MAX} data resources.`);
  }
  return complete;
}

function completed(selector: EventSelector): EventSelector {
  const { ReadWriteType = 'All', IncludeManagementEvents = true } = selector;
  const { DataResources = [], ExcludeManagementEventSources = [] } = selector;
  for (const source of ExcludeManagementEventSources) {
    if (!EXCLUDABLE.includes(source)) throw faults.invalidSelectors(`The management event source ${source} cannot be excluded.`);
  }
  if (!IncludeManagementEvents && ExcludeManagementEventSources.length > 0) {
    throw faults.invalidSelectors('Sources of management events can be excluded only where management events are included.');
  }
  for (const { Type } of DataResources) {
    if (Type === undefined || !DATA_TYPES.includes(Type)) throw faults.invalidSelectors(`Invalid data resource type: ${Type ?? ''}.`);
  }
  return { ReadWriteType, IncludeManagementEvents, DataResources, ExcludeManagementEventSources };
}

function checkedAdvanced(selectors: readonly AdvancedEventSelector[]): readonly AdvancedEventSelector[] {
  if (selectors.length === 0) throw faults.invalidSelectors('At least one advanced event selector is required.');
  const fields = selectors.flatMap(({ FieldSelectors }) => FieldSelectors);
  const values = fields.reduce((count, field) => count + valuesIn(field), 0);
  if (values > VALUES_MAX) {
    throw faults.invalidSelectors(`A trail can have up to ${VALUES_MAX} values in all of its advanced event selectors.`);
  }
  for (const { FieldSelectors } of selectors) checkFields(FieldSelectors);
  return selectors;
}

const valuesIn = (field: AdvancedFieldSelector): number =>
  OPERATORS.reduce((count, operator) => count + (field[operator]?.length ?? 0), 0);

function checkFields(fields: readonly AdvancedFieldSelector[]): void {
  const names = fields.map(({ Field }) => Field);
  const unknown = names.find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) throw faults.invalidSelectors(`Invalid field in an advanced event selector: ${unknown}.`);
  if (new Set(names).size !== names.length) throw faults.invalidSelectors('A field can be in an advanced event selector once.');
  if (fields.some((field) => valuesIn(field) === 0)) throw faults.invalidSelectors('A field needs an operator with values.');
  const category = fields.find(({ Field }) => Field === 'eventCategory');
  const [value, ...more] = category?.Equals ?? [];
  if (!category || value === undefined || more.length > 0 || valuesIn(category) > 1 || !CATEGORIES.includes(value)) {
    throw faults.invalidSelectors(`An advanced event selector must have the field eventCategory equal to one of ${CATEGORIES.join(', ')}.`);
  }
  if (value === 'Management') for (const field of fields) checkManagementField(field);
  else if (value === 'Data' && !names.includes('resources.type')) {
    throw faults.invalidSelectors('An advanced event selector of data events must have the field resources.type.');
  }
}

/** For trails: API reference, "AdvancedFieldSelector". */
function checkManagementField(field: AdvancedFieldSelector): void {
  const { Field, Equals, NotEquals } = field;
  const only = (values: readonly string[] | undefined, allowed: readonly string[]): boolean =>
    values !== undefined && values.length === valuesIn(field) && values.every((value) => allowed.includes(value));
  if (Field === 'eventCategory') return;
  if (Field === 'readOnly' && only(Equals, ['true', 'false']) && Equals!.length === 1) return;
  if (Field === 'eventSource' && only(NotEquals, EXCLUDABLE)) return;
  throw faults.invalidSelectors(`Invalid condition on the field ${Field} in an advanced event selector of management events.`);
}

/** Which events the selectors take, of those that there are. */
export const selectionsOf = (stored: StoredSelectors): EventSelection[] =>
  'EventSelectors' in stored ? stored.EventSelectors.flatMap(basicSelection) : stored.AdvancedEventSelectors.flatMap(advancedSelection);

const READ_ONLY = { All: undefined, ReadOnly: true, WriteOnly: false } as const;

function basicSelection(selector: EventSelector): EventSelection[] {
  if (selector.IncludeManagementEvents === false) return [];
  const { ReadWriteType = 'All', ExcludeManagementEventSources: excludedSources = [] } = selector;
  return [{ readOnly: READ_ONLY[ReadWriteType], excludedSources }];
}

function advancedSelection({ FieldSelectors }: AdvancedEventSelector): EventSelection[] {
  const valuesOf = (name: string) => FieldSelectors.find(({ Field }) => Field === name);
  if (valuesOf('eventCategory')?.Equals?.[0] !== 'Management') return [];
  const readOnly = valuesOf('readOnly')?.Equals?.[0];
  const excludedSources = valuesOf('eventSource')?.NotEquals ?? [];
  return [{ readOnly: readOnly === undefined ? undefined : readOnly === 'true', excludedSources }];
}
