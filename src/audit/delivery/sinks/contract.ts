/** Where objects go: an S3-compatible server, or a directory. Sinks live in delivery's thread. */
export type SinkConfig =
  /** Buckets are folders below it. */
  | { readonly directory: string }
  | {
      /** `undefined`: Amazon S3 itself. */
      readonly endpoint: string | undefined;
      readonly region: string;
      /** Absent: wherever the AWS SDK finds them. */
      readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string | undefined } | undefined;
    };

export interface SinkObject {
  readonly bucket: string;
  readonly key: string;
  /** Gzipped JSON. */
  readonly body: Buffer;
  /** `x-amz-meta-…` */
  readonly metadata: { readonly [name: string]: string };
  readonly kmsKeyArn: string | undefined;
}

/** To encrypt one object where the sink itself cannot. */
export interface DataKey {
  readonly keyArn: string;
  readonly plaintext: Buffer;
  readonly encrypted: Buffer;
  readonly context: { readonly [name: string]: string };
}

export interface Sink {
  /** @throws BucketRefusal of delivery's contract */
  check(bucket: string): Promise<void>;
  /**
   * Puts it, or replaces what has its name; durable when it resolves.
   * @param dataKey makes a key for the object
   * @throws PutRefusal
   */
  put(object: SinkObject, dataKey: () => Promise<DataKey>): Promise<void>;
}

/** An object could not be put; it is tried again. */
export class PutRefusal extends Error {
  override readonly name = 'PutRefusal';
  /** As GetTrailStatus shows it: `NoSuchBucket`, `AccessDenied`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
