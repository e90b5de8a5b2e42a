/**
 * `npm run generate`: TypeScript types of a service's inputs and outputs, from its API model.
 * `--check` changes nothing and fails when a file is not what the model says.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ServiceModel, Shape } from '../src/base/api-model.ts';

const SERVICES = ['cloudtrail', 'iam', 'kms', 'secretsmanager', 'ssm', 'sts'];

export function typesOf(model: ServiceModel, service: string): string {
  const parts = [
    `/** Types of the ${service} API. Made by \`npm run generate\` from model.json; not to be edited. */`,
    '/* Blobs are buffers, timestamps milliseconds since 1970. */',
    '',
  ];
  for (const [name, shape] of Object.entries(model.shapes)) {
    if (shape.exception) continue;
    if (shape.type === 'structure') parts.push(interfaceOf(model, name, shape), '');
    else if (shape.enum) parts.push(`export type ${name} = ${shape.enum.map((value) => `'${value}'`).join(' | ')};`, '');
  }
  parts.push('export interface Operations {');
  for (const [name, operation] of Object.entries(model.operations)) {
    const output = operation.output?.shape ?? 'void';
    parts.push(`  ${name}: { input: ${operation.input?.shape ?? 'void'}; output: ${output} };`);
  }
  parts.push('}', '', `export type FaultName =\n  | ${faultNames(model).join('\n  | ')};`, '');
  return parts.join('\n');
}

function faultNames(model: ServiceModel): string[] {
  return Object.entries(model.shapes)
    .filter(([, shape]) => shape.exception)
    .map(([name]) => `'${name}'`);
}

function interfaceOf(model: ServiceModel, name: string, shape: Shape): string {
  const required = new Set(shape.required ?? []);
  const members = Object.entries(shape.members ?? {}).map(
    ([member, reference]) => `  ${member}${required.has(member) ? '' : '?'}: ${typeOf(model, reference.shape)}${required.has(member) ? '' : ' | undefined'};`,
  );
  return `export interface ${name} {${members.length ? `\n${members.join('\n')}\n` : ''}}`;
}

function typeOf(model: ServiceModel, name: string): string {
  const shape = model.shapes[name]!;
  switch (shape.type) {
    case 'structure':
      return name;
    case 'string':
      return shape.enum ? name : 'string';
    case 'boolean':
      return 'boolean';
    case 'blob':
      return 'Buffer';
    case 'list':
      return listOf(typeOf(model, shape.member!.shape));
    case 'map':
      return `{ readonly [key: string]: ${typeOf(model, shape.value!.shape)} }`;
    default:
      return 'number';
  }
}

const listOf = (member: string): string => (member.startsWith('readonly ') ? `readonly (${member})[]` : `readonly ${member}[]`);

function main(): void {
  for (const service of SERVICES) {
    const folder = new URL(`../src/services/${service}/`, import.meta.url);
    const model = JSON.parse(readFileSync(new URL('model.json', folder), 'utf8')) as ServiceModel;
    const target = new URL('types.ts', folder);
    const text = typesOf(model, service);
    if (!process.argv.includes('--check')) writeFileSync(target, text);
    else if (readFileSync(target, 'utf8') !== text) {
      console.error(`${fileURLToPath(target)} is not what the model says: run npm run generate`);
      process.exitCode = 1;
    }
  }
}

if (import.meta.main) main();
