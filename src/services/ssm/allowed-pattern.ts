/**
 * Whether a value matches its parameter's `AllowedPattern`, as a whole. An expression becomes a program for an automaton
 * that is in all of its states at once (K. Thompson, "Regular expression search algorithm", 1968): it never goes back,
 * so no pattern can hold up the server. What a pattern and a value may cost together is bounded.
 */
import * as faults from './faults.ts';
import { type Assertion, type CharTest, parsePattern, PatternError, type Tree } from './pattern-syntax.ts';

type Instruction =
  | { readonly op: 'char'; readonly test: CharTest }
  | { readonly op: 'assert'; readonly what: Assertion }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'match' };

const PROGRAM_MAX = 20_000;
/** Parts of the tree that are written, also those that come to nothing: `(){9999}`. */
const PARTS_MAX = 100_000;
/** States looked at for one value: some tens of milliseconds. */
const STEPS_MAX = 1_000_000;

/** @throws Fault InvalidAllowedPatternException, ParameterPatternMismatchException */
export function requireMatch(pattern: string, value: string): void {
  if (!guarded(() => matches(compile(pattern), value))) throw faults.patternMismatch(pattern);
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof PatternError ? faults.oddPattern(error.message) : error;
  }
}

class Program {
  readonly code: Instruction[] = [];
  #parts = 0;

  get length(): number {
    return this.code.length;
  }

  countPart(): void {
    if (++this.#parts > PARTS_MAX) throw new PatternError(TOO_LARGE);
  }

  push(instruction: Instruction): void {
    if (this.code.length >= PROGRAM_MAX) throw new PatternError(TOO_LARGE);
    this.code.push(instruction);
  }
}

const TOO_LARGE = 'The expression is too large.';

function compile(pattern: string): Instruction[] {
  const program = new Program();
  emit(program, parsePattern(pattern));
  program.push({ op: 'match' });
  return program.code;
}

function emit(program: Program, tree: Tree): void {
  program.countPart();
  switch (tree.kind) {
    case 'char':
      return program.push({ op: 'char', test: tree.test });
    case 'assert':
      return program.push({ op: 'assert', what: tree.what });
    case 'sequence':
      for (const part of tree.parts) emit(program, part);
      return;
    case 'choice':
      return emitChoice(program, tree.options);
    case 'repeat':
      return emitRepeat(program, tree.body, tree.least, tree.most);
  }
}

function emitChoice(program: Program, [option, ...others]: readonly Tree[]): void {
  if (others.length === 0) return emit(program, option!);
  const split = { op: 'split' as const, first: program.length + 1, second: 0 };
  program.push(split);
  emit(program, option!);
  const jump = { op: 'jump' as const, to: 0 };
  program.push(jump);
  split.second = program.length;
  emitChoice(program, others);
  jump.to = program.length;
}

/** `least` copies, then as many that may be left out, or one that loops. */
function emitRepeat(program: Program, body: Tree, least: number, most: number): void {
  for (let i = 0; i < least; i++) emit(program, body);
  if (most === Infinity) {
    const start = program.length;
    const split = { op: 'split' as const, first: start + 1, second: 0 };
    program.push(split);
    emit(program, body);
    program.push({ op: 'jump', to: start });
    split.second = program.length;
    return;
  }
  const exits: { second: number }[] = [];
  for (let i = least; i < most; i++) {
    const split = { op: 'split' as const, first: program.length + 1, second: 0 };
    program.push(split);
    exits.push(split);
    emit(program, body);
  }
  for (const exit of exits) exit.second = program.length;
}

function matches(program: readonly Instruction[], value: string): boolean {
  const codes = Array.from(value, (char) => char.codePointAt(0)!);
  let states = new States(program);
  let next = new States(program);
  states.enter(0, codes, 0);
  let steps = 0;
  for (let at = 0; at < codes.length; at++) {
    steps += states.visited;
    if (steps > STEPS_MAX) throw new PatternError('The expression takes too long for the value.');
    next.clear();
    for (const state of states.waiting) {
      const instruction = program[state]!;
      if (instruction.op === 'char' && instruction.test(codes[at]!)) next.enter(state + 1, codes, at + 1);
    }
    [states, next] = [next, states];
    if (states.waiting.length === 0) return false;
  }
  return states.waiting.some((state) => program[state]!.op === 'match');
}

/** The states that the automaton is in between two characters. */
class States {
  readonly #program: readonly Instruction[];
  readonly #seen: Uint32Array;
  #generation = 1;
  /** At instructions that wait for a character, or at the end. */
  readonly waiting: number[] = [];
  visited = 0;

  constructor(program: readonly Instruction[]) {
    this.#program = program;
    this.#seen = new Uint32Array(program.length);
  }

  clear(): void {
    this.#generation++;
    this.waiting.length = 0;
    this.visited = 0;
  }

  enter(start: number, codes: readonly number[], at: number): void {
    const open = [start];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (this.#seen[state] === this.#generation) continue;
      this.#seen[state] = this.#generation;
      this.visited++;
      const instruction = this.#program[state]!;
      if (instruction.op === 'jump') open.push(instruction.to);
      else if (instruction.op === 'split') open.push(instruction.second, instruction.first);
      else if (instruction.op !== 'assert') this.waiting.push(state);
      else if (holds(instruction.what, codes, at)) open.push(state + 1);
    }
  }
}

function holds(what: Assertion, codes: readonly number[], at: number): boolean {
  if (what === 'start') return at === 0;
  if (what === 'end') return at === codes.length;
  return (isWord(codes[at - 1]) !== isWord(codes[at])) === (what === 'boundary');
}

const isWord = (code: number | undefined): boolean => code !== undefined && /\w/.test(String.fromCodePoint(code));
