/** Operations about what Trent does not have: whoever may ask for them is told so. */
import type { Operation } from '../../../base/operation.ts';
import { accountAsk } from '../asks.ts';
import type { Family } from '../cloudtrail.ts';
import * as faults from '../faults.ts';
import type { Operations } from '../types.ts';

const NO_LAKE = 'there is no CloudTrail Lake, and so no event data stores; events are found with LookupEvents and in trails.';
const NO_CHANNELS = 'there are no channels for events from elsewhere.';
const NO_DASHBOARDS = 'there are no dashboards.';
const NO_INSIGHTS = 'there are no CloudTrail Insights.';
const NO_ORGANIZATIONS = 'its accounts are not in an organization.';
const NO_RESOURCE_POLICIES = 'there are no resources of CloudTrail that could have a policy: no channels, event data stores and dashboards.';
const NO_ENRICHMENT = 'events are neither enriched nor aggregated.';

const REASONS = {
  CancelQuery: NO_LAKE,
  CreateChannel: NO_CHANNELS,
  CreateDashboard: NO_DASHBOARDS,
  CreateEventDataStore: NO_LAKE,
  DeleteChannel: NO_CHANNELS,
  DeleteDashboard: NO_DASHBOARDS,
  DeleteEventDataStore: NO_LAKE,
  DeleteResourcePolicy: NO_RESOURCE_POLICIES,
  DeregisterOrganizationDelegatedAdmin: NO_ORGANIZATIONS,
  DescribeQuery: NO_LAKE,
  DisableFederation: NO_LAKE,
  EnableFederation: NO_LAKE,
  GenerateQuery: NO_LAKE,
  GetChannel: NO_CHANNELS,
  GetDashboard: NO_DASHBOARDS,
  GetEventConfiguration: NO_ENRICHMENT,
  GetEventDataStore: NO_LAKE,
  GetImport: NO_LAKE,
  GetInsightSelectors: NO_INSIGHTS,
  GetQueryResults: NO_LAKE,
  GetResourcePolicy: NO_RESOURCE_POLICIES,
  ListChannels: NO_CHANNELS,
  ListDashboards: NO_DASHBOARDS,
  ListEventDataStores: NO_LAKE,
  ListImportFailures: NO_LAKE,
  ListImports: NO_LAKE,
  ListInsightsData: NO_INSIGHTS,
  ListInsightsMetricData: NO_INSIGHTS,
  ListQueries: NO_LAKE,
  PutEventConfiguration: NO_ENRICHMENT,
  PutInsightSelectors: NO_INSIGHTS,
  PutResourcePolicy: NO_RESOURCE_POLICIES,
  RegisterOrganizationDelegatedAdmin: NO_ORGANIZATIONS,
  RestoreEventDataStore: NO_LAKE,
  SearchSampleQueries: NO_LAKE,
  StartDashboardRefresh: NO_DASHBOARDS,
  StartEventDataStoreIngestion: NO_LAKE,
  StartImport: NO_LAKE,
  StartQuery: NO_LAKE,
  StopEventDataStoreIngestion: NO_LAKE,
  StopImport: NO_LAKE,
  UpdateChannel: NO_CHANNELS,
  UpdateDashboard: NO_DASHBOARDS,
  UpdateEventDataStore: NO_LAKE,
} as const satisfies { readonly [Name in keyof Operations]?: string };

type Unsupported = keyof typeof REASONS;

export function unsupported(): Family<Unsupported> {
  const operations: { [name: string]: Operation<object, never, undefined> } = {};
  for (const [name, why] of Object.entries(REASONS)) {
    operations[name] = {
      resolve: (input, context) => ({ asks: [accountAsk(name as Unsupported, input, context)], target: undefined }),
      run() {
        throw faults.unsupported(name, why);
      },
    };
  }
  return operations as unknown as Family<Unsupported>;
}
