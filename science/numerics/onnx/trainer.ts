import type {InferenceSession, Tensor as OrtTensor} from "onnxruntime-node";
import type {NamedTensor, Optimiser, StepInput, StepResult, Trainer, TrainerState, Weights} from "../backend.ts";
import {BUFFERS, type Group, maskName, newName, sizeOf, slotName, type TrainingProgram} from "./compile-training.ts";
import {scalarsOf} from "./optimiser.ts";
import type {Runtime} from "./runtime.ts";

/** A training program that runs. Two sets of output tensors take turns, so a step allocates nothing that stays. */
export async function createOnnxTrainer(
  runtime: Runtime,
  program: TrainingProgram,
  {batch, optimiser, weights}: {batch: number; optimiser: Optimiser; weights: Weights}
): Promise<Trainer> {
  const session = await runtime.session(program.bytes);
  const sets = [0, 1].map(() => outputTensors(runtime, program));
  let vectors = startVectors(runtime, program);
  let steps = 0;
  let turn = 0;
  const {groups, slots, masks} = program;
  const vectorOf = (name: string): Float32Array => floats(vectors.get(name));

  const load = (state: TrainerState) => {
    for (const group of groups) {
      fill(vectorOf(group.name), group, state.weights);
      if (group.name === BUFFERS) continue;
      for (const slot of slots) fill(vectorOf(slotName(group.name, slot)), group, state.slots.get(slot));
    }
    steps = state.steps;
  };
  const view = (slot?: string): Weights =>
    new Map(
      groups.flatMap((group) => {
        if (slot === undefined) return views(vectorOf(group.name), group);
        return group.name === BUFFERS ? [] : views(vectorOf(slotName(group.name, slot)), group);
      })
    );
  for (const group of groups) fill(vectorOf(group.name), group, weights);

  return {
    masks,
    async step(input: StepInput): Promise<StepResult> {
      const fed = {...fedInput(runtime, program, batch, input), ...Object.fromEntries(vectors)};
      const numbers = {"learning rate": input.learningRate, ...scalarsOf(optimiser, steps + 1)};
      for (const [name, value] of Object.entries(numbers)) fed[name] = runtime.tensor(Float32Array.of(value), []);
      const set = sets[turn]!;
      await session.run(fed, set);
      const flat = (data: Float32Array) => runtime.tensor(data, [data.length]);
      vectors = new Map([...vectors.keys()].map((name) => [name, flat(floats(outputOf(set, newName(name))))]));
      steps++;
      turn = 1 - turn;
      return {loss: floats(outputOf(set, "loss"))[0]!, correct: floats(outputOf(set, "correct"))[0]!};
    },
    weights: () => view(),
    state: () => ({steps, weights: view(), slots: new Map(slots.map((slot) => [slot, view(slot)]))}),
    restore: load,
    close: () => session.release()
  };
}

function outputTensors(runtime: Runtime, {outputs}: TrainingProgram): Record<string, OrtTensor> {
  return Object.fromEntries(
    outputs.map(({name, shape}) => {
      const sizes = shape.map(Number);
      return [name, runtime.tensor(new Float32Array(sizeOf(sizes)), sizes)];
    })
  );
}

function startVectors(runtime: Runtime, {groups, slots}: TrainingProgram): Map<string, OrtTensor> {
  return new Map(
    groups.flatMap(({name, length}) => {
      const names = name === BUFFERS ? [name] : [name, ...slots.map((slot) => slotName(name, slot))];
      return names.map((each) => [each, runtime.tensor(new Float32Array(length), [length])] as const);
    })
  );
}

function fedInput(
  runtime: Runtime,
  {masks, imageShape, classes}: TrainingProgram,
  batch: number,
  input: StepInput
): Record<string, OrtTensor> {
  const fed: InferenceSession.OnnxValueMapType & Record<string, OrtTensor> = {
    images: runtime.tensor(input.images, [batch, ...imageShape]),
    targets: runtime.tensor(input.targets, [batch, classes])
  };
  for (const [i, {node, shape}] of masks.entries()) {
    const mask = input.masks?.[i];
    if (!mask) throw new Error(`the step needs ${masks.length} masks and got ${input.masks?.length ?? 0}`);
    fed[maskName(node)] = runtime.tensor(mask, shape);
  }
  return fed;
}

function outputOf(set: Record<string, OrtTensor>, name: string): OrtTensor {
  const tensor = set[name];
  if (!tensor) throw new Error(`the graph has no output ${name}`);
  return tensor;
}

function floats(tensor: OrtTensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new Error("not a float32 tensor");
  return tensor.data;
}

function fill(vector: Float32Array, {tensors}: Group, from: Weights | undefined): void {
  let offset = 0;
  for (const {name, shape} of tensors) {
    const data = from?.get(name)?.data;
    const size = sizeOf(shape);
    if (data?.length !== size) throw new Error(`${name} wants ${size} values and got ${data?.length ?? "none"}`);
    vector.set(data, offset);
    offset += size;
  }
}

function views(vector: Float32Array, {tensors}: Group): (readonly [string, NamedTensor])[] {
  let offset = 0;
  return tensors.map(({name, shape}) => {
    const start = offset;
    offset += sizeOf(shape);
    return [name, {shape, data: vector.subarray(start, offset)}] as const;
  });
}
