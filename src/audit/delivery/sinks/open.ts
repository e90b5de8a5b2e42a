import { DirectorySink } from './directory.ts';
import type { Sink, SinkConfig } from './contract.ts';

/** AWS's client takes a while to load, so it is loaded only where it is used. */
export async function openSink(config: SinkConfig): Promise<Sink> {
  if ('directory' in config) return new DirectorySink(config.directory);
  const { S3Sink } = await import('./s3.ts');
  return new S3Sink(config);
}
