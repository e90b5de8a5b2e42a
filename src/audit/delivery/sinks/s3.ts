/** Buckets of an S3-compatible server, by AWS's own client. */
import { HeadBucketCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { BucketRefusal } from '../contract.ts';
import { PutRefusal, type Sink, type SinkConfig, type SinkObject } from './contract.ts';

const CONNECT_MS = 5_000;
const REQUEST_MS = 60_000;
/** A request to CreateTrail waits for it. */
const CHECK_MS = 10_000;

export class S3Sink implements Sink {
  readonly #client: S3Client;

  constructor({ endpoint, region, credentials }: Exclude<SinkConfig, { directory: string }>) {
    this.#client = new S3Client({
      region,
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      ...(credentials && { credentials }),
      // Delivery has its own patience, and shows what went wrong meanwhile.
      maxAttempts: 1,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS, throwOnRequestTimeout: true },
    });
  }

  async check(bucket: string): Promise<void> {
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal: AbortSignal.timeout(CHECK_MS) });
    } catch (error) {
      throw bucketRefusal(error);
    }
  }

  async put({ bucket, key, body, metadata, kmsKeyArn }: SinkObject): Promise<void> {
    const encryption = kmsKeyArn !== undefined && ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyArn } as const);
    const content = { ContentType: 'application/json', ContentEncoding: 'gzip' };
    try {
      await this.#client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, Metadata: { ...metadata }, ...content, ...encryption }));
    } catch (error) {
      throw new PutRefusal(codeOf(error), (error as Error).message);
    }
  }
}

function bucketRefusal(error: unknown): BucketRefusal {
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status === 404) return new BucketRefusal('missing');
  if (status === 401 || status === 403) return new BucketRefusal('denied');
  return new BucketRefusal('unreachable', `It cannot be reached: ${codeOf(error)}.`);
}

/** `NoSuchBucket`, or of the network: `ECONNREFUSED`. */
function codeOf(error: unknown): string {
  if (error instanceof S3ServiceException) return error.name;
  return (error as NodeJS.ErrnoException).code ?? (error as Error).name ?? 'InternalError';
}
