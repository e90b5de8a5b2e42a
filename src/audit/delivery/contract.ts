/** What trails ask of delivery, and what they get to know of it. */
import { partitionOf } from '../../base/arn.ts';
import type { Unit } from '../../base/unit.ts';

/** Where to, which events, and how: all that one trail's deliveries need to know. */
export interface TrailDefinition {
  readonly trailArn: string;
  readonly account: string;
  readonly homeRegion: string;
  readonly name: string;
  readonly bucket: string;
  /** Without slashes at its ends. */
  readonly prefix: string | undefined;
  /** The ARN of the key that objects are encrypted under. */
  readonly kmsKeyArn: string | undefined;
  /** Signed digest files. */
  readonly validation: boolean;
  readonly multiRegion: boolean;
  /** Events of IAM, and of STS's global endpoint. */
  readonly globalEvents: boolean;
  /** Events that delivery itself leaves. */
  readonly recursive: boolean;
  /** An event is wanted when one of these takes it. */
  readonly selectors: readonly EventSelection[];
}

/** Management events; there are no others. */
export interface EventSelection {
  readonly readOnly: boolean | undefined;
  /** `kms.amazonaws.com` */
  readonly excludedSources: readonly string[];
}

/** Milliseconds since 1970, and what it ended in: the error code of the bucket. */
export interface DeliveryStatus {
  readonly deliveredAt?: number | undefined;
  readonly attemptedAt?: number | undefined;
  readonly error?: string | undefined;
  readonly digestDeliveredAt?: number | undefined;
  readonly digestError?: string | undefined;
}

/** For `services/cloudtrail`. An id stands for one trail from CreateTrail to DeleteTrail. */
export interface TrailDeliveries {
  /** Makes it known, or changes it. */
  define(unit: Unit, id: string, definition: TrailDefinition): void;
  startLogging(unit: Unit, id: string): Promise<void>;
  stopLogging(unit: Unit, id: string, now: number): Promise<void>;
  /** The trail is deleted: what happened before is still delivered. */
  end(unit: Unit, id: string, now: number): Promise<void>;
  status(id: string): DeliveryStatus;
  /**
   * Whether objects can be put there.
   * @throws BucketRefusal
   */
  check(bucket: string): Promise<void>;
}

/** What is wrong with a bucket. */
export class BucketRefusal extends Error {
  override readonly name = 'BucketRefusal';
  readonly kind: 'none' | 'missing' | 'denied' | 'unreachable';

  constructor(kind: BucketRefusal['kind'], detail?: string) {
    super(detail ?? kind);
    this.kind = kind;
  }
}

/** As the encryption context of an object names it. */
export const objectArn = (region: string, bucket: string, key: string): string => `arn:${partitionOf(region)}:s3:::${bucket}/${key}`;
