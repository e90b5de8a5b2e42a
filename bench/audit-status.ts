/** How the audit trail of a running server is, as its operator can ask. */
import { askControl } from '../src/cli/control-client.ts';
import { controlPath } from '../src/cli/control-path.ts';
import type { AuditStatus } from '../src/config.ts';
import type { Served } from './served.ts';

export const auditStatusOf = ({ url }: Served): Promise<AuditStatus> =>
  askControl(controlPath(Number(new URL(url).port)), { command: 'audit-status' });
