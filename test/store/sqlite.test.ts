import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { openStore } from '../../src/store/open.ts';
import { conformance } from './conformance.ts';

const root = mkdtempSync(join(tmpdir(), 'trent-store-'));
after(() => rmSync(root, { recursive: true }));
let count = 0;

conformance({
  name: 'SQLite in a directory',
  persistent: true,
  place: async () => {
    const data = join(root, `data-${++count}`);
    return { open: (migrations) => openStore({ data }, migrations) };
  },
});
