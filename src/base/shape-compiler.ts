/** A model's shapes made into functions, each named shape once. */
import { type ServiceModel, type Shape, shapeOf } from './api-model.ts';

export abstract class ShapeCompiler<Compiled extends (...given: never[]) => unknown> {
  protected readonly model: ServiceModel;
  readonly #byShape = new Map<string, Compiled>();

  constructor(model: ServiceModel) {
    this.model = model;
  }

  /** What a named shape became. Recursive shapes are allowed: within itself, a shape is called when it is ready. */
  of(name: string): Compiled {
    const known = this.#byShape.get(name);
    if (known) return known;
    let compiled: Compiled | undefined;
    this.#byShape.set(name, ((...given: never[]) => compiled!(...given)) as Compiled);
    compiled = this.build(shapeOf(this.model, name));
    this.#byShape.set(name, compiled);
    return compiled;
  }

  protected abstract build(shape: Shape): Compiled;
}
