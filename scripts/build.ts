/**
 * `npm run build`: dist/, for the published package. Node does not strip types inside node_modules, so there the same
 * files lie with their types blanked: each line and column stays where it is in src/, and no source map is needed.
 */
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from './run-node.ts';

/** A relative path to another source file, in an import or in `new URL('./worker.ts', import.meta.url)`. */
const SOURCE_PATH = /(['"])(\.{1,2}\/[^'"\n]*)\.ts\1/g;

/** @returns JavaScript for dist/ */
export function blank(source: string): string {
  return stripTypeScriptTypes(source).replaceAll(SOURCE_PATH, '$1$2.js$1');
}

function build(): number {
  const [from, to] = [join(ROOT, 'src'), join(ROOT, 'dist')];
  rmSync(to, { recursive: true, force: true });
  const files = globSync('**/*.*', { cwd: from });
  for (const file of files) {
    const target = join(to, file);
    mkdirSync(dirname(target), { recursive: true });
    if (file.endsWith('.ts')) writeFileSync(target.replace(/\.ts$/, '.js'), blank(readFileSync(join(from, file), 'utf8')));
    else cpSync(join(from, file), target);
  }
  return files.length;
}

if (import.meta.main) process.stdout.write(`dist: ${build()} files\n`);
