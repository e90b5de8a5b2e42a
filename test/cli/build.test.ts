import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { blank } from '../../scripts/build.ts';
import { ROOT } from './support.ts';

test('types are blanked in place, paths to sources get their new suffix', () => {
  const source = ["import { a } from '../base/a.ts';", "import type { B } from './b.ts';", "const w = new URL('./w.ts', import.meta.url);", 'const x: number = 1;', "const s = 'a.ts';"];
  const lines = blank(source.join('\n')).split('\n');
  assert.equal(lines[0], "import { a } from '../base/a.js';");
  assert.equal(lines[1]!.trim(), '');
  assert.equal(lines[2], "const w = new URL('./w.js', import.meta.url);");
  assert.match(lines[3]!, /^const x {9}= 1;$/);
  assert.equal(lines[4], "const s = 'a.ts';");
});

test('no built file refers to a source file', () => {
  for (const file of globSync('src/**/*.ts', { cwd: ROOT })) {
    const code = blank(readFileSync(join(ROOT, file), 'utf8')).replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    assert.doesNotMatch(code, /\bfrom '[^']*\.ts'|import\('[^']*\.ts'\)|new URL\('[^']*\.ts'/, file);
  }
});
