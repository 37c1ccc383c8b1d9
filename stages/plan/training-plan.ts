import type {PlannedTask} from "../../runner/stage/define-command.ts";
import {buildNetwork, networkSchema} from "../../science/networks/network-spec.ts";
import {computeOf} from "../../science/training/compute.ts";
import {recipeSchema} from "../../science/training/recipe.ts";

/** A model that is to be trained. */
export interface PlannedModel {
  model: string;
  parameters: number;
  /** In all: forward and backward passes over all samples seen; null where the size of its subset is not known before */
  flops: number | null;
}

/** The models among the tasks, those that are trained already left out. */
export function plannedModels(tasks: readonly PlannedTask[]): PlannedModel[] {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  return tasks
    .filter(({module, pending}) => pending && module === "stages/train")
    .map((task) => {
      const subset = subsetOf(task, byName);
      const network = buildNetwork({
        ...networkSchema.parse(task.params.network),
        ...(subset && {classes: subset.classes})
      });
      const {parameters, totalFlops} = computeOf(
        network,
        subset?.images ?? 0,
        recipeSchema.parse(task.params.recipe).epochs
      );
      return {model: task.name, parameters, flops: subset ? totalFlops : null};
    });
}

interface Size {
  classes: number;
  images: number;
}

/** Size of the subset that a model trains on, from the parameters of the tasks that make it. */
function subsetOf(task: PlannedTask, tasks: ReadonlyMap<string, PlannedTask>): Size | undefined {
  const subset = producer(task, "training", tasks);
  const set = subset && producer(subset, "training", tasks);
  const whole = set && setOf(set, tasks);
  if (!subset || !whole) return undefined;
  const {perClass, total, classes} = subset.params;
  const chosen = typeof classes === "number" ? classes : whole.classes;
  if (typeof total === "number") return {classes: chosen, images: total};
  const all = (whole.images / whole.classes) * chosen;
  return {classes: chosen, images: typeof perClass === "number" ? perClass * chosen : all};
}

/** Size of a set of pictures, by the stage that makes it. */
function setOf({module, params, inputs}: PlannedTask, tasks: ReadonlyMap<string, PlannedTask>): Size | undefined {
  const {perClass, expected} = params;
  if (module === "stages/imported") {
    const {classes, images} =
      typeof expected === "object" && expected !== null ? {classes: null, images: null, ...expected} : {};
    return typeof classes === "number" && typeof images === "number" ? {classes, images} : undefined;
  }
  const classes = module === "stages/digits" ? 10 : classesDrawn(tasks.get(inputs.artworks?.[0] ?? ""));
  return classes && typeof perClass === "number" ? {classes, images: classes * perClass} : undefined;
}

function classesDrawn(artwork: PlannedTask | undefined): number | undefined {
  const classes = artwork?.params.classes;
  return typeof classes === "object" && classes !== null ? Object.keys(classes).length : undefined;
}

function producer(task: PlannedTask, input: string, tasks: ReadonlyMap<string, PlannedTask>): PlannedTask | undefined {
  return tasks.get(task.inputs[input]?.[0] ?? "");
}
