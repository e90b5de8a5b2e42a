/** A booted Trent as clients find it: SDKs by their configuration, the AWS CLI and boto3 by their environment. */
import { type Booted, REGION } from './boot.ts';

type Server = Pick<Booted, 'trent' | 'credentials'>;

export const clientConfig = ({ trent, credentials }: Server) => ({ endpoint: trent.url, region: REGION, credentials, maxAttempts: 1 });

export const clientEnvironment = ({ trent, credentials }: Server): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  AWS_ENDPOINT_URL: trent.url,
  AWS_DEFAULT_REGION: REGION,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
  LC_ALL: 'C.UTF-8',
  PYTHONDONTWRITEBYTECODE: '1',
});
