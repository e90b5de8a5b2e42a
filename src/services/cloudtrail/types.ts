/** Types of the cloudtrail API. Made by `npm run generate` from model.json; not to be edited. */
/* Blobs are buffers, timestamps milliseconds since 1970. */

export interface AddTagsRequest {
  ResourceId: string;
  TagsList: readonly Tag[];
}

export interface AddTagsResponse {}

export interface AdvancedEventSelector {
  Name?: string | undefined;
  FieldSelectors: readonly AdvancedFieldSelector[];
}

export interface AdvancedFieldSelector {
  Field: string;
  Equals?: readonly string[] | undefined;
  StartsWith?: readonly string[] | undefined;
  EndsWith?: readonly string[] | undefined;
  NotEquals?: readonly string[] | undefined;
  NotStartsWith?: readonly string[] | undefined;
  NotEndsWith?: readonly string[] | undefined;
}

export interface AggregationConfiguration {
  Templates: readonly Template[];
  EventCategory: EventCategoryAggregation;
}

export type BillingMode = 'EXTENDABLE_RETENTION_PRICING' | 'FIXED_RETENTION_PRICING';

export interface CancelQueryRequest {
  EventDataStore?: string | undefined;
  QueryId: string;
  EventDataStoreOwnerAccountId?: string | undefined;
}

export interface CancelQueryResponse {
  QueryId: string;
  QueryStatus: QueryStatus;
  EventDataStoreOwnerAccountId?: string | undefined;
}

export interface Channel {
  ChannelArn?: string | undefined;
  Name?: string | undefined;
}

export interface ContextKeySelector {
  Type: Type;
  Equals: readonly string[];
}

export interface CreateChannelRequest {
  Name: string;
  Source: string;
  Destinations: readonly Destination[];
  Tags?: readonly Tag[] | undefined;
}

export interface CreateChannelResponse {
  ChannelArn?: string | undefined;
  Name?: string | undefined;
  Source?: string | undefined;
  Destinations?: readonly Destination[] | undefined;
  Tags?: readonly Tag[] | undefined;
}

export interface CreateDashboardRequest {
  Name: string;
  RefreshSchedule?: RefreshSchedule | undefined;
  TagsList?: readonly Tag[] | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
  Widgets?: readonly RequestWidget[] | undefined;
}

export interface CreateDashboardResponse {
  DashboardArn?: string | undefined;
  Name?: string | undefined;
  Type?: DashboardType | undefined;
  Widgets?: readonly Widget[] | undefined;
  TagsList?: readonly Tag[] | undefined;
  RefreshSchedule?: RefreshSchedule | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
}

export interface CreateEventDataStoreRequest {
  Name: string;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
  MultiRegionEnabled?: boolean | undefined;
  OrganizationEnabled?: boolean | undefined;
  RetentionPeriod?: number | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
  TagsList?: readonly Tag[] | undefined;
  KmsKeyId?: string | undefined;
  StartIngestion?: boolean | undefined;
  BillingMode?: BillingMode | undefined;
}

export interface CreateEventDataStoreResponse {
  EventDataStoreArn?: string | undefined;
  Name?: string | undefined;
  Status?: EventDataStoreStatus | undefined;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
  MultiRegionEnabled?: boolean | undefined;
  OrganizationEnabled?: boolean | undefined;
  RetentionPeriod?: number | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
  TagsList?: readonly Tag[] | undefined;
  CreatedTimestamp?: number | undefined;
  UpdatedTimestamp?: number | undefined;
  KmsKeyId?: string | undefined;
  BillingMode?: BillingMode | undefined;
}

export interface CreateTrailRequest {
  Name: string;
  S3BucketName: string;
  S3KeyPrefix?: string | undefined;
  SnsTopicName?: string | undefined;
  IncludeGlobalServiceEvents?: boolean | undefined;
  IsMultiRegionTrail?: boolean | undefined;
  EnableLogFileValidation?: boolean | undefined;
  CloudWatchLogsLogGroupArn?: string | undefined;
  CloudWatchLogsRoleArn?: string | undefined;
  KmsKeyId?: string | undefined;
  IsOrganizationTrail?: boolean | undefined;
  TagsList?: readonly Tag[] | undefined;
  RecursiveLogging?: boolean | undefined;
}

export interface CreateTrailResponse {
  Name?: string | undefined;
  S3BucketName?: string | undefined;
  S3KeyPrefix?: string | undefined;
  SnsTopicName?: string | undefined;
  SnsTopicARN?: string | undefined;
  IncludeGlobalServiceEvents?: boolean | undefined;
  IsMultiRegionTrail?: boolean | undefined;
  TrailARN?: string | undefined;
  LogFileValidationEnabled?: boolean | undefined;
  CloudWatchLogsLogGroupArn?: string | undefined;
  CloudWatchLogsRoleArn?: string | undefined;
  KmsKeyId?: string | undefined;
  IsOrganizationTrail?: boolean | undefined;
  RecursiveLogging?: boolean | undefined;
}

export interface DashboardDetail {
  DashboardArn?: string | undefined;
  Type?: DashboardType | undefined;
}

export type DashboardStatus = 'CREATING' | 'CREATED' | 'UPDATING' | 'UPDATED' | 'DELETING';

export type DashboardType = 'MANAGED' | 'CUSTOM';

export interface DataResource {
  Type?: string | undefined;
  Values?: readonly string[] | undefined;
}

export interface DeleteChannelRequest {
  Channel: string;
}

export interface DeleteChannelResponse {}

export interface DeleteDashboardRequest {
  DashboardId: string;
}

export interface DeleteDashboardResponse {}

export interface DeleteEventDataStoreRequest {
  EventDataStore: string;
}

export interface DeleteEventDataStoreResponse {}

export interface DeleteResourcePolicyRequest {
  ResourceArn: string;
}

export interface DeleteResourcePolicyResponse {}

export interface DeleteTrailRequest {
  Name: string;
}

export interface DeleteTrailResponse {}

export type DeliveryStatus = 'SUCCESS' | 'FAILED' | 'FAILED_SIGNING_FILE' | 'PENDING' | 'RESOURCE_NOT_FOUND' | 'ACCESS_DENIED' | 'ACCESS_DENIED_SIGNING_FILE' | 'CANCELLED' | 'UNKNOWN';

export interface DeregisterOrganizationDelegatedAdminRequest {
  DelegatedAdminAccountId: string;
}

export interface DeregisterOrganizationDelegatedAdminResponse {}

export interface DescribeQueryRequest {
  EventDataStore?: string | undefined;
  QueryId?: string | undefined;
  QueryAlias?: string | undefined;
  RefreshId?: string | undefined;
  EventDataStoreOwnerAccountId?: string | undefined;
}

export interface DescribeQueryResponse {
  QueryId?: string | undefined;
  QueryString?: string | undefined;
  QueryStatus?: QueryStatus | undefined;
  QueryStatistics?: QueryStatisticsForDescribeQuery | undefined;
  ErrorMessage?: string | undefined;
  DeliveryS3Uri?: string | undefined;
  DeliveryStatus?: DeliveryStatus | undefined;
  Prompt?: string | undefined;
  EventDataStoreOwnerAccountId?: string | undefined;
}

export interface DescribeTrailsRequest {
  trailNameList?: readonly string[] | undefined;
  includeShadowTrails?: boolean | undefined;
}

export interface DescribeTrailsResponse {
  trailList?: readonly Trail[] | undefined;
}

export interface Destination {
  Type: DestinationType;
  Location: string;
}

export type DestinationType = 'EVENT_DATA_STORE' | 'AWS_SERVICE';

export interface DisableFederationRequest {
  EventDataStore: string;
}

export interface DisableFederationResponse {
  EventDataStoreArn?: string | undefined;
  FederationStatus?: FederationStatus | undefined;
}

export interface EnableFederationRequest {
  EventDataStore: string;
  FederationRoleArn: string;
}

export interface EnableFederationResponse {
  EventDataStoreArn?: string | undefined;
  FederationStatus?: FederationStatus | undefined;
  FederationRoleArn?: string | undefined;
}

export interface Event {
  EventId?: string | undefined;
  EventName?: string | undefined;
  ReadOnly?: string | undefined;
  AccessKeyId?: string | undefined;
  EventTime?: number | undefined;
  EventSource?: string | undefined;
  Username?: string | undefined;
  Resources?: readonly Resource[] | undefined;
  CloudTrailEvent?: string | undefined;
}

export type EventCategory = 'insight';

export type EventCategoryAggregation = 'Data';

export interface EventDataStore {
  EventDataStoreArn?: string | undefined;
  Name?: string | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
  Status?: EventDataStoreStatus | undefined;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
  MultiRegionEnabled?: boolean | undefined;
  OrganizationEnabled?: boolean | undefined;
  RetentionPeriod?: number | undefined;
  CreatedTimestamp?: number | undefined;
  UpdatedTimestamp?: number | undefined;
}

export type EventDataStoreStatus = 'CREATED' | 'ENABLED' | 'PENDING_DELETION' | 'STARTING_INGESTION' | 'STOPPING_INGESTION' | 'STOPPED_INGESTION';

export interface EventSelector {
  ReadWriteType?: ReadWriteType | undefined;
  IncludeManagementEvents?: boolean | undefined;
  DataResources?: readonly DataResource[] | undefined;
  ExcludeManagementEventSources?: readonly string[] | undefined;
}

export type FederationStatus = 'ENABLING' | 'ENABLED' | 'DISABLING' | 'DISABLED';

export interface GenerateQueryRequest {
  EventDataStores: readonly string[];
  Prompt: string;
}

export interface GenerateQueryResponse {
  QueryStatement?: string | undefined;
  QueryAlias?: string | undefined;
  EventDataStoreOwnerAccountId?: string | undefined;
}

export interface GetChannelRequest {
  Channel: string;
}

export interface GetChannelResponse {
  ChannelArn?: string | undefined;
  Name?: string | undefined;
  Source?: string | undefined;
  SourceConfig?: SourceConfig | undefined;
  Destinations?: readonly Destination[] | undefined;
  IngestionStatus?: IngestionStatus | undefined;
}

export interface GetDashboardRequest {
  DashboardId: string;
}

export interface GetDashboardResponse {
  DashboardArn?: string | undefined;
  Type?: DashboardType | undefined;
  Status?: DashboardStatus | undefined;
  Widgets?: readonly Widget[] | undefined;
  RefreshSchedule?: RefreshSchedule | undefined;
  CreatedTimestamp?: number | undefined;
  UpdatedTimestamp?: number | undefined;
  LastRefreshId?: string | undefined;
  LastRefreshFailureReason?: string | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
}

export interface GetEventConfigurationRequest {
  TrailName?: string | undefined;
  EventDataStore?: string | undefined;
}

export interface GetEventConfigurationResponse {
  TrailARN?: string | undefined;
  EventDataStoreArn?: string | undefined;
  MaxEventSize?: MaxEventSize | undefined;
  ContextKeySelectors?: readonly ContextKeySelector[] | undefined;
  AggregationConfigurations?: readonly AggregationConfiguration[] | undefined;
}

export interface GetEventDataStoreRequest {
  EventDataStore: string;
}

export interface GetEventDataStoreResponse {
  EventDataStoreArn?: string | undefined;
  Name?: string | undefined;
  Status?: EventDataStoreStatus | undefined;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
  MultiRegionEnabled?: boolean | undefined;
  OrganizationEnabled?: boolean | undefined;
  RetentionPeriod?: number | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
  CreatedTimestamp?: number | undefined;
  UpdatedTimestamp?: number | undefined;
  KmsKeyId?: string | undefined;
  BillingMode?: BillingMode | undefined;
  FederationStatus?: FederationStatus | undefined;
  FederationRoleArn?: string | undefined;
  PartitionKeys?: readonly PartitionKey[] | undefined;
}

export interface GetEventSelectorsRequest {
  TrailName: string;
}

export interface GetEventSelectorsResponse {
  TrailARN?: string | undefined;
  EventSelectors?: readonly EventSelector[] | undefined;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
}

export interface GetImportRequest {
  ImportId: string;
}

export interface GetImportResponse {
  ImportId?: string | undefined;
  Destinations?: readonly string[] | undefined;
  ImportSource?: ImportSource | undefined;
  StartEventTime?: number | undefined;
  EndEventTime?: number | undefined;
  ImportStatus?: ImportStatus | undefined;
  CreatedTimestamp?: number | undefined;
  UpdatedTimestamp?: number | undefined;
  ImportStatistics?: ImportStatistics | undefined;
}

export interface GetInsightSelectorsRequest {
  TrailName?: string | undefined;
  EventDataStore?: string | undefined;
}

export interface GetInsightSelectorsResponse {
  TrailARN?: string | undefined;
  InsightSelectors?: readonly InsightSelector[] | undefined;
  EventDataStoreArn?: string | undefined;
  InsightsDestination?: string | undefined;
}

export interface GetQueryResultsRequest {
  EventDataStore?: string | undefined;
  QueryId: string;
  NextToken?: string | undefined;
  MaxQueryResults?: number | undefined;
  EventDataStoreOwnerAccountId?: string | undefined;
}

export interface GetQueryResultsResponse {
  QueryStatus?: QueryStatus | undefined;
  QueryStatistics?: QueryStatistics | undefined;
  QueryResultRows?: readonly (readonly { readonly [key: string]: string }[])[] | undefined;
  NextToken?: string | undefined;
  ErrorMessage?: string | undefined;
}

export interface GetResourcePolicyRequest {
  ResourceArn: string;
}

export interface GetResourcePolicyResponse {
  ResourceArn?: string | undefined;
  ResourcePolicy?: string | undefined;
  DelegatedAdminResourcePolicy?: string | undefined;
}

export interface GetTrailRequest {
  Name: string;
}

export interface GetTrailResponse {
  Trail?: Trail | undefined;
}

export interface GetTrailStatusRequest {
  Name: string;
}

export interface GetTrailStatusResponse {
  IsLogging?: boolean | undefined;
  LatestDeliveryError?: string | undefined;
  LatestNotificationError?: string | undefined;
  LatestDeliveryTime?: number | undefined;
  LatestNotificationTime?: number | undefined;
  StartLoggingTime?: number | undefined;
  StopLoggingTime?: number | undefined;
  LatestCloudWatchLogsDeliveryError?: string | undefined;
  LatestCloudWatchLogsDeliveryTime?: number | undefined;
  LatestDigestDeliveryTime?: number | undefined;
  LatestDigestDeliveryError?: string | undefined;
  LatestDeliveryAttemptTime?: string | undefined;
  LatestNotificationAttemptTime?: string | undefined;
  LatestNotificationAttemptSucceeded?: string | undefined;
  LatestDeliveryAttemptSucceeded?: string | undefined;
  TimeLoggingStarted?: string | undefined;
  TimeLoggingStopped?: string | undefined;
}

export interface ImportFailureListItem {
  Location?: string | undefined;
  Status?: ImportFailureStatus | undefined;
  ErrorType?: string | undefined;
  ErrorMessage?: string | undefined;
  LastUpdatedTime?: number | undefined;
}

export type ImportFailureStatus = 'FAILED' | 'RETRY' | 'SUCCEEDED';

export interface ImportSource {
  S3: S3ImportSource;
}

export interface ImportStatistics {
  PrefixesFound?: number | undefined;
  PrefixesCompleted?: number | undefined;
  FilesCompleted?: number | undefined;
  EventsCompleted?: number | undefined;
  FailedEntries?: number | undefined;
}

export type ImportStatus = 'INITIALIZING' | 'IN_PROGRESS' | 'FAILED' | 'STOPPED' | 'COMPLETED';

export interface ImportsListItem {
  ImportId?: string | undefined;
  ImportStatus?: ImportStatus | undefined;
  Destinations?: readonly string[] | undefined;
  CreatedTimestamp?: number | undefined;
  UpdatedTimestamp?: number | undefined;
}

export interface IngestionStatus {
  LatestIngestionSuccessTime?: number | undefined;
  LatestIngestionSuccessEventID?: string | undefined;
  LatestIngestionErrorCode?: string | undefined;
  LatestIngestionAttemptTime?: number | undefined;
  LatestIngestionAttemptEventID?: string | undefined;
}

export interface InsightSelector {
  InsightType?: InsightType | undefined;
  EventCategories?: readonly SourceEventCategory[] | undefined;
}

export type InsightType = 'ApiCallRateInsight' | 'ApiErrorRateInsight';

export type InsightsMetricDataType = 'FillWithZeros' | 'NonZeroData';

export interface ListChannelsRequest {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

export interface ListChannelsResponse {
  Channels?: readonly Channel[] | undefined;
  NextToken?: string | undefined;
}

export interface ListDashboardsRequest {
  NamePrefix?: string | undefined;
  Type?: DashboardType | undefined;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}

export interface ListDashboardsResponse {
  Dashboards?: readonly DashboardDetail[] | undefined;
  NextToken?: string | undefined;
}

export interface ListEventDataStoresRequest {
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}

export interface ListEventDataStoresResponse {
  EventDataStores?: readonly EventDataStore[] | undefined;
  NextToken?: string | undefined;
}

export interface ListImportFailuresRequest {
  ImportId: string;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

export interface ListImportFailuresResponse {
  Failures?: readonly ImportFailureListItem[] | undefined;
  NextToken?: string | undefined;
}

export interface ListImportsRequest {
  MaxResults?: number | undefined;
  Destination?: string | undefined;
  ImportStatus?: ImportStatus | undefined;
  NextToken?: string | undefined;
}

export interface ListImportsResponse {
  Imports?: readonly ImportsListItem[] | undefined;
  NextToken?: string | undefined;
}

export type ListInsightsDataDimensionKey = 'EventId' | 'EventName' | 'EventSource';

export interface ListInsightsDataRequest {
  InsightSource: string;
  DataType: ListInsightsDataType;
  Dimensions?: { readonly [key: string]: string } | undefined;
  StartTime?: number | undefined;
  EndTime?: number | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

export interface ListInsightsDataResponse {
  Events?: readonly Event[] | undefined;
  NextToken?: string | undefined;
}

export type ListInsightsDataType = 'InsightsEvents';

export interface ListInsightsMetricDataRequest {
  TrailName?: string | undefined;
  EventSource: string;
  EventName: string;
  InsightType: InsightType;
  ErrorCode?: string | undefined;
  StartTime?: number | undefined;
  EndTime?: number | undefined;
  Period?: number | undefined;
  DataType?: InsightsMetricDataType | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

export interface ListInsightsMetricDataResponse {
  TrailARN?: string | undefined;
  EventSource?: string | undefined;
  EventName?: string | undefined;
  InsightType?: InsightType | undefined;
  ErrorCode?: string | undefined;
  Timestamps?: readonly number[] | undefined;
  Values?: readonly number[] | undefined;
  NextToken?: string | undefined;
}

export interface ListPublicKeysRequest {
  StartTime?: number | undefined;
  EndTime?: number | undefined;
  NextToken?: string | undefined;
}

export interface ListPublicKeysResponse {
  PublicKeyList?: readonly PublicKey[] | undefined;
  NextToken?: string | undefined;
}

export interface ListQueriesRequest {
  EventDataStore: string;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
  StartTime?: number | undefined;
  EndTime?: number | undefined;
  QueryStatus?: QueryStatus | undefined;
}

export interface ListQueriesResponse {
  Queries?: readonly Query[] | undefined;
  NextToken?: string | undefined;
}

export interface ListTagsRequest {
  ResourceIdList: readonly string[];
  NextToken?: string | undefined;
}

export interface ListTagsResponse {
  ResourceTagList?: readonly ResourceTag[] | undefined;
  NextToken?: string | undefined;
}

export interface ListTrailsRequest {
  NextToken?: string | undefined;
}

export interface ListTrailsResponse {
  Trails?: readonly TrailInfo[] | undefined;
  NextToken?: string | undefined;
}

export interface LookupAttribute {
  AttributeKey: LookupAttributeKey;
  AttributeValue: string;
}

export type LookupAttributeKey = 'EventId' | 'EventName' | 'ReadOnly' | 'Username' | 'ResourceType' | 'ResourceName' | 'EventSource' | 'AccessKeyId';

export interface LookupEventsRequest {
  LookupAttributes?: readonly LookupAttribute[] | undefined;
  StartTime?: number | undefined;
  EndTime?: number | undefined;
  EventCategory?: EventCategory | undefined;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

export interface LookupEventsResponse {
  Events?: readonly Event[] | undefined;
  NextToken?: string | undefined;
}

export type MaxEventSize = 'Standard' | 'Large';

export interface PartitionKey {
  Name: string;
  Type: string;
}

export interface PublicKey {
  Value?: Buffer | undefined;
  ValidityStartTime?: number | undefined;
  ValidityEndTime?: number | undefined;
  Fingerprint?: string | undefined;
}

export interface PutEventConfigurationRequest {
  TrailName?: string | undefined;
  EventDataStore?: string | undefined;
  MaxEventSize?: MaxEventSize | undefined;
  ContextKeySelectors?: readonly ContextKeySelector[] | undefined;
  AggregationConfigurations?: readonly AggregationConfiguration[] | undefined;
}

export interface PutEventConfigurationResponse {
  TrailARN?: string | undefined;
  EventDataStoreArn?: string | undefined;
  MaxEventSize?: MaxEventSize | undefined;
  ContextKeySelectors?: readonly ContextKeySelector[] | undefined;
  AggregationConfigurations?: readonly AggregationConfiguration[] | undefined;
}

export interface PutEventSelectorsRequest {
  TrailName: string;
  EventSelectors?: readonly EventSelector[] | undefined;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
}

export interface PutEventSelectorsResponse {
  TrailARN?: string | undefined;
  EventSelectors?: readonly EventSelector[] | undefined;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
}

export interface PutInsightSelectorsRequest {
  TrailName?: string | undefined;
  InsightSelectors: readonly InsightSelector[];
  EventDataStore?: string | undefined;
  InsightsDestination?: string | undefined;
}

export interface PutInsightSelectorsResponse {
  TrailARN?: string | undefined;
  InsightSelectors?: readonly InsightSelector[] | undefined;
  EventDataStoreArn?: string | undefined;
  InsightsDestination?: string | undefined;
}

export interface PutResourcePolicyRequest {
  ResourceArn: string;
  ResourcePolicy: string;
}

export interface PutResourcePolicyResponse {
  ResourceArn?: string | undefined;
  ResourcePolicy?: string | undefined;
  DelegatedAdminResourcePolicy?: string | undefined;
}

export interface Query {
  QueryId?: string | undefined;
  QueryStatus?: QueryStatus | undefined;
  CreationTime?: number | undefined;
}

export interface QueryStatistics {
  ResultsCount?: number | undefined;
  TotalResultsCount?: number | undefined;
  BytesScanned?: number | undefined;
}

export interface QueryStatisticsForDescribeQuery {
  EventsMatched?: number | undefined;
  EventsScanned?: number | undefined;
  BytesScanned?: number | undefined;
  ExecutionTimeInMillis?: number | undefined;
  CreationTime?: number | undefined;
}

export type QueryStatus = 'QUEUED' | 'RUNNING' | 'FINISHED' | 'FAILED' | 'CANCELLED' | 'TIMED_OUT';

export type ReadWriteType = 'ReadOnly' | 'WriteOnly' | 'All';

export interface RefreshSchedule {
  Frequency?: RefreshScheduleFrequency | undefined;
  Status?: RefreshScheduleStatus | undefined;
  TimeOfDay?: string | undefined;
}

export interface RefreshScheduleFrequency {
  Unit?: RefreshScheduleFrequencyUnit | undefined;
  Value?: number | undefined;
}

export type RefreshScheduleFrequencyUnit = 'HOURS' | 'DAYS';

export type RefreshScheduleStatus = 'ENABLED' | 'DISABLED';

export interface RegisterOrganizationDelegatedAdminRequest {
  MemberAccountId: string;
}

export interface RegisterOrganizationDelegatedAdminResponse {}

export interface RemoveTagsRequest {
  ResourceId: string;
  TagsList: readonly Tag[];
}

export interface RemoveTagsResponse {}

export interface RequestWidget {
  QueryStatement: string;
  QueryParameters?: readonly string[] | undefined;
  ViewProperties: { readonly [key: string]: string };
}

export interface Resource {
  ResourceType?: string | undefined;
  ResourceName?: string | undefined;
}

export interface ResourceTag {
  ResourceId?: string | undefined;
  TagsList?: readonly Tag[] | undefined;
}

export interface RestoreEventDataStoreRequest {
  EventDataStore: string;
}

export interface RestoreEventDataStoreResponse {
  EventDataStoreArn?: string | undefined;
  Name?: string | undefined;
  Status?: EventDataStoreStatus | undefined;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
  MultiRegionEnabled?: boolean | undefined;
  OrganizationEnabled?: boolean | undefined;
  RetentionPeriod?: number | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
  CreatedTimestamp?: number | undefined;
  UpdatedTimestamp?: number | undefined;
  KmsKeyId?: string | undefined;
  BillingMode?: BillingMode | undefined;
}

export interface S3ImportSource {
  S3LocationUri: string;
  S3BucketRegion: string;
  S3BucketAccessRoleArn: string;
}

export interface SearchSampleQueriesRequest {
  SearchPhrase: string;
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
}

export interface SearchSampleQueriesResponse {
  SearchResults?: readonly SearchSampleQueriesSearchResult[] | undefined;
  NextToken?: string | undefined;
}

export interface SearchSampleQueriesSearchResult {
  Name?: string | undefined;
  Description?: string | undefined;
  SQL?: string | undefined;
  Relevance?: number | undefined;
}

export interface SourceConfig {
  ApplyToAllRegions?: boolean | undefined;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
}

export type SourceEventCategory = 'Management' | 'Data';

export interface StartDashboardRefreshRequest {
  DashboardId: string;
  QueryParameterValues?: { readonly [key: string]: string } | undefined;
}

export interface StartDashboardRefreshResponse {
  RefreshId?: string | undefined;
}

export interface StartEventDataStoreIngestionRequest {
  EventDataStore: string;
}

export interface StartEventDataStoreIngestionResponse {}

export interface StartImportRequest {
  Destinations?: readonly string[] | undefined;
  ImportSource?: ImportSource | undefined;
  StartEventTime?: number | undefined;
  EndEventTime?: number | undefined;
  ImportId?: string | undefined;
}

export interface StartImportResponse {
  ImportId?: string | undefined;
  Destinations?: readonly string[] | undefined;
  ImportSource?: ImportSource | undefined;
  StartEventTime?: number | undefined;
  EndEventTime?: number | undefined;
  ImportStatus?: ImportStatus | undefined;
  CreatedTimestamp?: number | undefined;
  UpdatedTimestamp?: number | undefined;
}

export interface StartLoggingRequest {
  Name: string;
}

export interface StartLoggingResponse {}

export interface StartQueryRequest {
  QueryStatement?: string | undefined;
  DeliveryS3Uri?: string | undefined;
  QueryAlias?: string | undefined;
  QueryParameters?: readonly string[] | undefined;
  EventDataStoreOwnerAccountId?: string | undefined;
}

export interface StartQueryResponse {
  QueryId?: string | undefined;
  EventDataStoreOwnerAccountId?: string | undefined;
}

export interface StopEventDataStoreIngestionRequest {
  EventDataStore: string;
}

export interface StopEventDataStoreIngestionResponse {}

export interface StopImportRequest {
  ImportId: string;
}

export interface StopImportResponse {
  ImportId?: string | undefined;
  ImportSource?: ImportSource | undefined;
  Destinations?: readonly string[] | undefined;
  ImportStatus?: ImportStatus | undefined;
  CreatedTimestamp?: number | undefined;
  UpdatedTimestamp?: number | undefined;
  StartEventTime?: number | undefined;
  EndEventTime?: number | undefined;
  ImportStatistics?: ImportStatistics | undefined;
}

export interface StopLoggingRequest {
  Name: string;
}

export interface StopLoggingResponse {}

export interface Tag {
  Key: string;
  Value?: string | undefined;
}

export type Template = 'API_ACTIVITY' | 'RESOURCE_ACCESS' | 'USER_ACTIONS';

export interface Trail {
  Name?: string | undefined;
  S3BucketName?: string | undefined;
  S3KeyPrefix?: string | undefined;
  SnsTopicName?: string | undefined;
  SnsTopicARN?: string | undefined;
  IncludeGlobalServiceEvents?: boolean | undefined;
  IsMultiRegionTrail?: boolean | undefined;
  HomeRegion?: string | undefined;
  TrailARN?: string | undefined;
  LogFileValidationEnabled?: boolean | undefined;
  CloudWatchLogsLogGroupArn?: string | undefined;
  CloudWatchLogsRoleArn?: string | undefined;
  KmsKeyId?: string | undefined;
  HasCustomEventSelectors?: boolean | undefined;
  HasInsightSelectors?: boolean | undefined;
  IsOrganizationTrail?: boolean | undefined;
  RecursiveLogging?: boolean | undefined;
}

export interface TrailInfo {
  TrailARN?: string | undefined;
  Name?: string | undefined;
  HomeRegion?: string | undefined;
}

export type Type = 'TagContext' | 'RequestContext';

export interface UpdateChannelRequest {
  Channel: string;
  Destinations?: readonly Destination[] | undefined;
  Name?: string | undefined;
}

export interface UpdateChannelResponse {
  ChannelArn?: string | undefined;
  Name?: string | undefined;
  Source?: string | undefined;
  Destinations?: readonly Destination[] | undefined;
}

export interface UpdateDashboardRequest {
  DashboardId: string;
  Widgets?: readonly RequestWidget[] | undefined;
  RefreshSchedule?: RefreshSchedule | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
}

export interface UpdateDashboardResponse {
  DashboardArn?: string | undefined;
  Name?: string | undefined;
  Type?: DashboardType | undefined;
  Widgets?: readonly Widget[] | undefined;
  RefreshSchedule?: RefreshSchedule | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
  CreatedTimestamp?: number | undefined;
  UpdatedTimestamp?: number | undefined;
}

export interface UpdateEventDataStoreRequest {
  EventDataStore: string;
  Name?: string | undefined;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
  MultiRegionEnabled?: boolean | undefined;
  OrganizationEnabled?: boolean | undefined;
  RetentionPeriod?: number | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
  KmsKeyId?: string | undefined;
  BillingMode?: BillingMode | undefined;
}

export interface UpdateEventDataStoreResponse {
  EventDataStoreArn?: string | undefined;
  Name?: string | undefined;
  Status?: EventDataStoreStatus | undefined;
  AdvancedEventSelectors?: readonly AdvancedEventSelector[] | undefined;
  MultiRegionEnabled?: boolean | undefined;
  OrganizationEnabled?: boolean | undefined;
  RetentionPeriod?: number | undefined;
  TerminationProtectionEnabled?: boolean | undefined;
  CreatedTimestamp?: number | undefined;
  UpdatedTimestamp?: number | undefined;
  KmsKeyId?: string | undefined;
  BillingMode?: BillingMode | undefined;
  FederationStatus?: FederationStatus | undefined;
  FederationRoleArn?: string | undefined;
}

export interface UpdateTrailRequest {
  Name: string;
  S3BucketName?: string | undefined;
  S3KeyPrefix?: string | undefined;
  SnsTopicName?: string | undefined;
  IncludeGlobalServiceEvents?: boolean | undefined;
  IsMultiRegionTrail?: boolean | undefined;
  EnableLogFileValidation?: boolean | undefined;
  CloudWatchLogsLogGroupArn?: string | undefined;
  CloudWatchLogsRoleArn?: string | undefined;
  KmsKeyId?: string | undefined;
  IsOrganizationTrail?: boolean | undefined;
  RecursiveLogging?: boolean | undefined;
}

export interface UpdateTrailResponse {
  Name?: string | undefined;
  S3BucketName?: string | undefined;
  S3KeyPrefix?: string | undefined;
  SnsTopicName?: string | undefined;
  SnsTopicARN?: string | undefined;
  IncludeGlobalServiceEvents?: boolean | undefined;
  IsMultiRegionTrail?: boolean | undefined;
  TrailARN?: string | undefined;
  LogFileValidationEnabled?: boolean | undefined;
  CloudWatchLogsLogGroupArn?: string | undefined;
  CloudWatchLogsRoleArn?: string | undefined;
  KmsKeyId?: string | undefined;
  IsOrganizationTrail?: boolean | undefined;
  RecursiveLogging?: boolean | undefined;
}

export interface Widget {
  QueryAlias?: string | undefined;
  QueryStatement?: string | undefined;
  QueryParameters?: readonly string[] | undefined;
  ViewProperties?: { readonly [key: string]: string } | undefined;
}

export interface Operations {
  AddTags: { input: AddTagsRequest; output: AddTagsResponse };
  CancelQuery: { input: CancelQueryRequest; output: CancelQueryResponse };
  CreateChannel: { input: CreateChannelRequest; output: CreateChannelResponse };
  CreateDashboard: { input: CreateDashboardRequest; output: CreateDashboardResponse };
  CreateEventDataStore: { input: CreateEventDataStoreRequest; output: CreateEventDataStoreResponse };
  CreateTrail: { input: CreateTrailRequest; output: CreateTrailResponse };
  DeleteChannel: { input: DeleteChannelRequest; output: DeleteChannelResponse };
  DeleteDashboard: { input: DeleteDashboardRequest; output: DeleteDashboardResponse };
  DeleteEventDataStore: { input: DeleteEventDataStoreRequest; output: DeleteEventDataStoreResponse };
  DeleteResourcePolicy: { input: DeleteResourcePolicyRequest; output: DeleteResourcePolicyResponse };
  DeleteTrail: { input: DeleteTrailRequest; output: DeleteTrailResponse };
  DeregisterOrganizationDelegatedAdmin: { input: DeregisterOrganizationDelegatedAdminRequest; output: DeregisterOrganizationDelegatedAdminResponse };
  DescribeQuery: { input: DescribeQueryRequest; output: DescribeQueryResponse };
  DescribeTrails: { input: DescribeTrailsRequest; output: DescribeTrailsResponse };
  DisableFederation: { input: DisableFederationRequest; output: DisableFederationResponse };
  EnableFederation: { input: EnableFederationRequest; output: EnableFederationResponse };
  GenerateQuery: { input: GenerateQueryRequest; output: GenerateQueryResponse };
  GetChannel: { input: GetChannelRequest; output: GetChannelResponse };
  GetDashboard: { input: GetDashboardRequest; output: GetDashboardResponse };
  GetEventConfiguration: { input: GetEventConfigurationRequest; output: GetEventConfigurationResponse };
  GetEventDataStore: { input: GetEventDataStoreRequest; output: GetEventDataStoreResponse };
  GetEventSelectors: { input: GetEventSelectorsRequest; output: GetEventSelectorsResponse };
  GetImport: { input: GetImportRequest; output: GetImportResponse };
  GetInsightSelectors: { input: GetInsightSelectorsRequest; output: GetInsightSelectorsResponse };
  GetQueryResults: { input: GetQueryResultsRequest; output: GetQueryResultsResponse };
  GetResourcePolicy: { input: GetResourcePolicyRequest; output: GetResourcePolicyResponse };
  GetTrail: { input: GetTrailRequest; output: GetTrailResponse };
  GetTrailStatus: { input: GetTrailStatusRequest; output: GetTrailStatusResponse };
  ListChannels: { input: ListChannelsRequest; output: ListChannelsResponse };
  ListDashboards: { input: ListDashboardsRequest; output: ListDashboardsResponse };
  ListEventDataStores: { input: ListEventDataStoresRequest; output: ListEventDataStoresResponse };
  ListImportFailures: { input: ListImportFailuresRequest; output: ListImportFailuresResponse };
  ListImports: { input: ListImportsRequest; output: ListImportsResponse };
  ListInsightsData: { input: ListInsightsDataRequest; output: ListInsightsDataResponse };
  ListInsightsMetricData: { input: ListInsightsMetricDataRequest; output: ListInsightsMetricDataResponse };
  ListPublicKeys: { input: ListPublicKeysRequest; output: ListPublicKeysResponse };
  ListQueries: { input: ListQueriesRequest; output: ListQueriesResponse };
  ListTags: { input: ListTagsRequest; output: ListTagsResponse };
  ListTrails: { input: ListTrailsRequest; output: ListTrailsResponse };
  LookupEvents: { input: LookupEventsRequest; output: LookupEventsResponse };
  PutEventConfiguration: { input: PutEventConfigurationRequest; output: PutEventConfigurationResponse };
  PutEventSelectors: { input: PutEventSelectorsRequest; output: PutEventSelectorsResponse };
  PutInsightSelectors: { input: PutInsightSelectorsRequest; output: PutInsightSelectorsResponse };
  PutResourcePolicy: { input: PutResourcePolicyRequest; output: PutResourcePolicyResponse };
  RegisterOrganizationDelegatedAdmin: { input: RegisterOrganizationDelegatedAdminRequest; output: RegisterOrganizationDelegatedAdminResponse };
  RemoveTags: { input: RemoveTagsRequest; output: RemoveTagsResponse };
  RestoreEventDataStore: { input: RestoreEventDataStoreRequest; output: RestoreEventDataStoreResponse };
  SearchSampleQueries: { input: SearchSampleQueriesRequest; output: SearchSampleQueriesResponse };
  StartDashboardRefresh: { input: StartDashboardRefreshRequest; output: StartDashboardRefreshResponse };
  StartEventDataStoreIngestion: { input: StartEventDataStoreIngestionRequest; output: StartEventDataStoreIngestionResponse };
  StartImport: { input: StartImportRequest; output: StartImportResponse };
  StartLogging: { input: StartLoggingRequest; output: StartLoggingResponse };
  StartQuery: { input: StartQueryRequest; output: StartQueryResponse };
  StopEventDataStoreIngestion: { input: StopEventDataStoreIngestionRequest; output: StopEventDataStoreIngestionResponse };
  StopImport: { input: StopImportRequest; output: StopImportResponse };
  StopLogging: { input: StopLoggingRequest; output: StopLoggingResponse };
  UpdateChannel: { input: UpdateChannelRequest; output: UpdateChannelResponse };
  UpdateDashboard: { input: UpdateDashboardRequest; output: UpdateDashboardResponse };
  UpdateEventDataStore: { input: UpdateEventDataStoreRequest; output: UpdateEventDataStoreResponse };
  UpdateTrail: { input: UpdateTrailRequest; output: UpdateTrailResponse };
}

export type FaultName =
  | 'AccessDeniedException'
  | 'AccountHasOngoingImportException'
  | 'AccountNotFoundException'
  | 'AccountNotRegisteredException'
  | 'AccountRegisteredException'
  | 'CannotDelegateManagementAccountException'
  | 'ChannelARNInvalidException'
  | 'ChannelAlreadyExistsException'
  | 'ChannelExistsForEDSException'
  | 'ChannelMaxLimitExceededException'
  | 'ChannelNotFoundException'
  | 'CloudTrailARNInvalidException'
  | 'CloudTrailAccessNotEnabledException'
  | 'CloudTrailInvalidClientTokenIdException'
  | 'CloudWatchLogsDeliveryUnavailableException'
  | 'ConcurrentModificationException'
  | 'ConflictException'
  | 'DelegatedAdminAccountLimitExceededException'
  | 'EventDataStoreARNInvalidException'
  | 'EventDataStoreAlreadyExistsException'
  | 'EventDataStoreFederationEnabledException'
  | 'EventDataStoreHasOngoingImportException'
  | 'EventDataStoreMaxLimitExceededException'
  | 'EventDataStoreNotFoundException'
  | 'EventDataStoreTerminationProtectedException'
  | 'GenerateResponseException'
  | 'ImportNotFoundException'
  | 'InactiveEventDataStoreException'
  | 'InactiveQueryException'
  | 'InsightNotEnabledException'
  | 'InsufficientDependencyServiceAccessPermissionException'
  | 'InsufficientEncryptionPolicyException'
  | 'InsufficientIAMAccessPermissionException'
  | 'InsufficientS3BucketPolicyException'
  | 'InsufficientSnsTopicPolicyException'
  | 'InvalidCloudWatchLogsLogGroupArnException'
  | 'InvalidCloudWatchLogsRoleArnException'
  | 'InvalidDateRangeException'
  | 'InvalidEventCategoryException'
  | 'InvalidEventDataStoreCategoryException'
  | 'InvalidEventDataStoreStatusException'
  | 'InvalidEventSelectorsException'
  | 'InvalidHomeRegionException'
  | 'InvalidImportSourceException'
  | 'InvalidInsightSelectorsException'
  | 'InvalidKmsKeyIdException'
  | 'InvalidLookupAttributesException'
  | 'InvalidMaxResultsException'
  | 'InvalidNextTokenException'
  | 'InvalidParameterCombinationException'
  | 'InvalidParameterException'
  | 'InvalidQueryStatementException'
  | 'InvalidQueryStatusException'
  | 'InvalidS3BucketNameException'
  | 'InvalidS3PrefixException'
  | 'InvalidSnsTopicNameException'
  | 'InvalidSourceException'
  | 'InvalidTagParameterException'
  | 'InvalidTimeRangeException'
  | 'InvalidTokenException'
  | 'InvalidTrailNameException'
  | 'KmsException'
  | 'KmsKeyDisabledException'
  | 'KmsKeyNotFoundException'
  | 'MaxConcurrentQueriesException'
  | 'MaximumNumberOfTrailsExceededException'
  | 'NoManagementAccountSLRExistsException'
  | 'NotOrganizationManagementAccountException'
  | 'NotOrganizationMasterAccountException'
  | 'OperationNotPermittedException'
  | 'OrganizationNotInAllFeaturesModeException'
  | 'OrganizationsNotInUseException'
  | 'QueryIdNotFoundException'
  | 'ResourceARNNotValidException'
  | 'ResourceNotFoundException'
  | 'ResourcePolicyNotFoundException'
  | 'ResourcePolicyNotValidException'
  | 'ResourceTypeNotSupportedException'
  | 'S3BucketDoesNotExistException'
  | 'ServiceQuotaExceededException'
  | 'TagsLimitExceededException'
  | 'ThrottlingException'
  | 'TrailAlreadyExistsException'
  | 'TrailNotFoundException'
  | 'TrailNotProvidedException'
  | 'UnsupportedOperationException';
