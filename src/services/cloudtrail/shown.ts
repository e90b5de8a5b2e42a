/** A trail as the API shows it, and as delivery knows it. */
import type { TrailDefinition } from '../../audit/delivery/contract.ts';
import { DEFAULT_SELECTORS, selectionsOf, type StoredSelectors, storedSelectors } from './selectors.ts';
import type { TrailRow } from './tables.ts';
import { arnOf } from './trails.ts';
import type { CreateTrailResponse, Trail } from './types.ts';

/** What CreateTrail and UpdateTrail answer. */
export const shownSettings = (row: TrailRow): CreateTrailResponse => ({
  Name: row.name,
  S3BucketName: row.bucket,
  S3KeyPrefix: row.prefix ?? undefined,
  IncludeGlobalServiceEvents: row.global_events === 1,
  IsMultiRegionTrail: row.multi_region === 1,
  TrailARN: arnOf(row),
  LogFileValidationEnabled: row.validation === 1,
  KmsKeyId: row.kms_key_arn ?? undefined,
  IsOrganizationTrail: false,
  RecursiveLogging: row.recursive === 1,
});

export const shownTrail = (row: TrailRow): Trail => ({
  ...shownSettings(row),
  HomeRegion: row.region,
  HasCustomEventSelectors: row.selectors !== null && row.selectors !== JSON.stringify(DEFAULT_SELECTORS),
  HasInsightSelectors: false,
});

export const selectorsOf = (row: TrailRow): StoredSelectors => storedSelectors(row.selectors);

export const definitionOf = (row: TrailRow): TrailDefinition => ({
  trailArn: arnOf(row),
  account: row.account,
  homeRegion: row.region,
  name: row.name,
  bucket: row.bucket,
  prefix: row.prefix ?? undefined,
  kmsKeyArn: row.kms_key_arn ?? undefined,
  validation: row.validation === 1,
  multiRegion: row.multi_region === 1,
  globalEvents: row.global_events === 1,
  recursive: row.recursive === 1,
  selectors: selectionsOf(selectorsOf(row)),
});
