/** Systems Manager: its model, the operations of Parameter Store, and a refusal for each of the others. */
import type { Operation } from '../../base/operation.ts';
import type { ServiceDefinition } from '../../protocol/service.ts';
import { accountAsk } from './asks.ts';
import { parameterStoreAudit } from './audit.ts';
import * as faults from './faults.ts';
import model from './model.json' with { type: 'json' };
import { deleteParameter, deleteParameters } from './operations/delete-parameters.ts';
import { describeParameters } from './operations/describe-parameters.ts';
import { getParameterHistory } from './operations/get-parameter-history.ts';
import { getParametersByPath } from './operations/get-parameters-by-path.ts';
import { getParameter, getParameters } from './operations/get-parameters.ts';
import { labelParameterVersion, unlabelParameterVersion } from './operations/labels.ts';
import { putParameter } from './operations/put-parameter.ts';
import { getServiceSetting, resetServiceSetting, updateServiceSetting } from './operations/service-settings.ts';
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from './operations/tags.ts';
import type { Op, ParameterStore } from './parameter-store.ts';
import type { Operations } from './types.ts';

export function parameterStoreService(store: ParameterStore): ServiceDefinition {
  return {
    name: 'ssm',
    model: model as never,
    operations: { ...others(), ...(operations(store) as ReturnType<typeof others>) },
    audit: parameterStoreAudit,
    internalFault: 'InternalServerError',
    bodyBytesMax: () => BYTES_MAX,
  };
}

/** A value of 8 KB in which each character is escaped, and fifty tags. */
const BYTES_MAX = 131_072;

type Table = { readonly [Name in keyof Operations]?: Op<Name, unknown> };

function operations(store: ParameterStore): Table {
  return {
    AddTagsToResource: addTagsToResource(store),
    DeleteParameter: deleteParameter(store),
    DeleteParameters: deleteParameters(store),
    DescribeParameters: describeParameters(store),
    GetParameter: getParameter(store),
    GetParameterHistory: getParameterHistory(store),
    GetParameters: getParameters(store),
    GetParametersByPath: getParametersByPath(store),
    GetServiceSetting: getServiceSetting(store),
    LabelParameterVersion: labelParameterVersion(store),
    ListTagsForResource: listTagsForResource(store),
    PutParameter: putParameter(store),
    RemoveTagsFromResource: removeTagsFromResource(store),
    ResetServiceSetting: resetServiceSetting(store),
    UnlabelParameterVersion: unlabelParameterVersion(store),
    UpdateServiceSetting: updateServiceSetting(store),
  };
}

/** All of the model; Parameter Store's own come over them. */
const others = (): { readonly [name: string]: Operation } =>
  Object.fromEntries(Object.keys(model.operations).map((name) => [name, unsupported(name)]));

const unsupported = (name: string): Operation => ({
  resolve: (_input, context) => ({ asks: [accountAsk(name, context)], target: undefined }),
  run() {
    throw faults.unsupported(`Trent does not support ${name}: of Systems Manager it has Parameter Store.`);
  },
});
