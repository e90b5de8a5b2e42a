/** The parts of an AWS API model (`models/*.json`, version 2.0) that the protocol reads. */

export interface ShapeReference {
  readonly shape: string;
  /** The name on the wire, where it is not the member's own. */
  readonly locationName?: string;
}

export interface Shape {
  readonly type:
    | 'structure'
    | 'string'
    | 'integer'
    | 'long'
    | 'double'
    | 'float'
    | 'boolean'
    | 'blob'
    | 'list'
    | 'map'
    | 'timestamp';
  readonly required?: readonly string[];
  readonly members?: { readonly [name: string]: ShapeReference };
  readonly member?: ShapeReference;
  readonly key?: ShapeReference;
  readonly value?: ShapeReference;
  readonly enum?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly sensitive?: boolean;
  readonly exception?: boolean;
  /** Query: the elements of a list or map stand without one that holds them all. */
  readonly flattened?: boolean;
  /** Query: what an exception is called on the wire, and its status. */
  readonly error?: { readonly code?: string; readonly httpStatusCode?: number };
}

export interface OperationModel {
  readonly name: string;
  readonly input?: ShapeReference;
  readonly output?: ShapeReference & { readonly resultWrapper?: string };
  readonly errors?: readonly ShapeReference[];
  /** `none`: it needs no signature. */
  readonly authtype?: string;
}

export interface ServiceMetadata {
  /** `YYYY-MM-DD`. */
  readonly apiVersion?: string;
  readonly protocol?: string;
  readonly targetPrefix?: string;
  readonly jsonVersion?: string;
  readonly xmlNamespace?: string;
}

export interface ServiceModel {
  readonly metadata: ServiceMetadata;
  readonly operations: { readonly [name: string]: OperationModel };
  readonly shapes: { readonly [name: string]: Shape };
}

export function shapeOf(model: ServiceModel, name: string): Shape {
  const shape = model.shapes[name];
  if (!shape) throw new Error(`the model has no shape ${name}`);
  return shape;
}
