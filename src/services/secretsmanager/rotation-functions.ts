/**
 * What stands for the Lambda functions that rotate secrets: HTTPS endpoints and commands that the operator registered
 * by name. `arn:aws:lambda:REGION:ACCOUNT:function:NAME` names one, from any region and account of this server. Each of
 * the four steps hands it the event that a Lambda function would get:
 *
 *     {"Step": "createSecret", "SecretId": ARN, "ClientRequestToken": id of the new version}
 *
 *     https://…       POST, as JSON; an answer with a status of 2xx that is no Lambda error ends the step
 *     command:LINE    on its standard input; status 0 ends the step
 *
 * It calls back with credentials of its own. A command finds the server in AWS_ENDPOINT_URL, and in
 * SECRETS_MANAGER_ENDPOINT, as AWS's function templates do. It gets nothing else of the server's environment but where
 * programs and home directory are: a root key may be among the rest.
 */
import { spawn } from 'node:child_process';
import { parseArn } from '../../base/arn.ts';
import { MINUTE_MS } from '../../base/clock.ts';
import type { SecretCoordinates } from './secret-record.ts';

export interface RotationFunction {
  readonly name: string;
  /** `https://…`, or `command:LINE`. */
  readonly target: string;
}

export type Step = 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';

export interface RotationEvent {
  readonly Step: Step;
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

/** The longest that a Lambda function runs. */
const STEP_MS_MAX = 15 * MINUTE_MS;
const ANSWER_BYTES_MAX = 65_536;
const INHERITED = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'USER', 'SystemRoot'] as const;
const COMMAND = 'command:';

export class RotationFunctions {
  readonly #targets: ReadonlyMap<string, string>;
  readonly #endpoint: () => string | undefined;

  /** @param endpoint of this server, for commands */
  constructor(functions: readonly RotationFunction[], endpoint: () => string | undefined) {
    this.#targets = new Map(functions.map(({ name, target }) => [name, target]));
    this.#endpoint = endpoint;
  }

  /** Whether the server listens, so that functions can call back. */
  get ready(): boolean {
    return this.#endpoint() !== undefined;
  }

  /** Whether the ARN names a function that may work on this secret: one of its account and region. */
  has(arn: string, { account, region }: SecretCoordinates): boolean {
    const parsed = parseArn(arn);
    return parsed?.account === account && parsed.region === region && this.#targets.has(nameIn(arn));
  }

  /** @throws Error when the step failed, in words for the operator, without anything that the function said */
  async invoke(arn: string, event: RotationEvent, region: string, signal: AbortSignal): Promise<void> {
    const target = this.#targets.get(nameIn(arn));
    if (target === undefined) throw new Error(`there is no rotation function ${nameIn(arn)}`);
    const until = AbortSignal.any([signal, AbortSignal.timeout(STEP_MS_MAX)]);
    if (target.startsWith(COMMAND)) return runCommand(target.slice(COMMAND.length), event, this.#environment(region), until);
    return post(target, event, until);
  }

  #environment(region: string): NodeJS.ProcessEnv {
    const inherited = INHERITED.map((name) => [name, process.env[name]] as const).filter(([, value]) => value !== undefined);
    const endpoint = this.#endpoint();
    return {
      ...Object.fromEntries(inherited),
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint, SECRETS_MANAGER_ENDPOINT: endpoint }),
    };
  }
}

/** `NAME` of `arn:aws:lambda:REGION:ACCOUNT:function:NAME` with or without a version or alias behind. */
const nameIn = (arn: string): string => FUNCTION_ARN.exec(arn)?.[1] ?? '';

const FUNCTION_ARN = /^arn:[^:]+:lambda:[^:]+:\d{12}:function:([A-Za-z0-9_-]{1,64})(?::[A-Za-z0-9_$-]+)?$/;

async function post(url: string, event: RotationEvent, signal: AbortSignal): Promise<void> {
  const body = JSON.stringify(event);
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, redirect: 'error', signal });
  if (!response.ok) throw new Error(`step ${event.Step}: the rotation function answered with status ${response.status}`);
  if (response.headers.has('x-amz-function-error') || (await isLambdaError(response))) {
    throw new Error(`step ${event.Step}: the rotation function answered with an error`);
  }
}

/** As the runtimes of Lambda tell one: `{"errorMessage": …, "errorType": …}`. */
async function isLambdaError({ body }: Response): Promise<boolean> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) return false;
    chunks.push(chunk);
  }
  try {
    const answer = JSON.parse(Buffer.concat(chunks).toString()) as { errorMessage?: unknown } | null;
    return answer?.errorMessage !== undefined;
  } catch {
    return false;
  }
}

/** The line is the operator's own and goes to the shell as it is; nothing is put into it. */
function runCommand(line: string, event: RotationEvent, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => reject(new Error(`step ${event.Step}: the rotation command ${reason}`));
    const child = spawn(line, { shell: true, env, stdio: ['pipe', 'ignore', 'inherit'], detached: true });
    const stop = (): void => {
      try {
        // What the shell has started is of its group, and ends with it.
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    child.on('error', () => fail('cannot be started'));
    child.on('close', (status, killed) => {
      signal.removeEventListener('abort', stop);
      if (status === 0) resolve();
      else fail(killed ? `was ended by ${killed}` : `failed with status ${status}`);
    });
    // A command that does not read its event must not bring the server down.
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(event));
  });
}
