/** `npm run check`: the type check alone. */
import { runNode } from './run-node.ts';

process.exitCode = runNode('node_modules/typescript/bin/tsc', '-p', '.');
