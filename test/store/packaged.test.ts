/** The published package holds `.js` files: the writing thread must start from there too. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

const root = mkdtempSync(join(tmpdir(), 'trent-packaged-'));
after(() => rmSync(root, { recursive: true }));
const project = join(import.meta.dirname, '../..');

test('the store works from files without types', () => {
  for (const file of globSync(['src/{base,store}/**/*.ts', 'test/store/tables.ts'], { cwd: project })) {
    const target = join(root, file.replace(/\.ts$/, '.js'));
    const blanked = stripTypeScriptTypes(readFileSync(join(project, file), 'utf8'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, blanked.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"));
  }
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
  const script = `
    import { openStore } from ${JSON.stringify(pathToFileURL(join(root, 'src/store/open.js')))};
    import * as t from ${JSON.stringify(pathToFileURL(join(root, 'test/store/tables.js')))};
    const store = await openStore({ data: process.argv[1] }, t.migrations);
    await store.commit(t.inserting(store, t.thing('a'), t.thing('b')));
    process.stdout.write(JSON.stringify(await t.idsOf(store)));
    await store.close();
  `;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script, join(root, 'data')]);
  assert.deepEqual(JSON.parse(output.toString()), ['a', 'b']);
});
