import {type Matrix, matrix} from "../linear-algebra/matrix.ts";

/** Trials of match-to-sample with two alternatives. All lists have one entry a trial. */
export interface ChoiceTrials {
  images: readonly string[];
  /** The object in the image. */
  samples: readonly string[];
  /** The other object that was offered. */
  distractors: readonly string[];
  /** The object that was chosen. */
  choices: readonly string[];
}

/** Images x objects; `truth` is the column of the object in each image. */
export interface ObjectTable {
  table: Matrix;
  truth: Int32Array;
}

/** Trials by numbers: rows of `images`, columns of `objects`. */
export interface CodedTrials {
  images: string[];
  objects: string[];
  truth: Int32Array;
  image: Uint32Array;
  distractor: Uint32Array;
  choice: Uint32Array;
}

/** Trials as indices into the images and objects that occur in them. @throws RangeError for an image of two objects */
export function codeTrials({images, samples, distractors, choices}: ChoiceTrials): CodedTrials {
  const imageCodes = new Map<string, number>();
  const objectCodes = new Map<string, number>();
  const code = (codes: Map<string, number>, name: string) => {
    const known = codes.get(name) ?? codes.size;
    codes.set(name, known);
    return known;
  };
  const image = Uint32Array.from(images, (name) => code(imageCodes, name));
  const truth = new Int32Array(imageCodes.size).fill(-1);
  for (const [trial, name] of samples.entries()) {
    const object = code(objectCodes, name);
    const known = truth[image[trial]!];
    if (known !== -1 && known !== object)
      throw new RangeError(`image ${images[trial]} shows "${name}" in trial ${trial} and another object before`);
    truth[image[trial]!] = object;
  }
  return {
    image,
    distractor: Uint32Array.from(distractors, (name) => code(objectCodes, name)),
    choice: Uint32Array.from(choices, (name) => code(objectCodes, name)),
    images: [...imageCodes.keys()],
    objects: [...objectCodes.keys()],
    truth
  };
}

/**
 * How often each object was chosen for each image, of the trials in which it was offered: the false alarms of observers.
 * NaN for the object in the image, for what was never offered, and for objects that nobody chose at all.
 */
export function falseAlarmsOfChoices(trials: CodedTrials, selected: Uint32Array): Matrix {
  const {images, objects, truth, image, distractor, choice} = trials;
  const table = matrix(images.length, objects.length);
  const offered = new Uint32Array(table.values.length);
  const everChosen = new Uint8Array(objects.length);
  for (const trial of selected) {
    const row = image[trial]! * objects.length;
    table.values[row + choice[trial]!]! += 1;
    everChosen[choice[trial]!] = 1;
    offered[row + truth[image[trial]!]!]! += 1;
    offered[row + distractor[trial]!]! += 1;
  }
  for (let i = 0, at = 0; i < images.length; i++)
    for (let c = 0; c < objects.length; c++, at++) {
      const known = offered[at]! > 0 && everChosen[c] === 1 && c !== truth[i];
      table.values[at] = known ? table.values[at]! / offered[at]! : Number.NaN;
    }
  return table;
}

/** The model's choice between each object and the one in the image, P(c) / (P(c) + P(truth)); NaN for the latter. */
export function falseAlarmsOfProbabilities({table, truth}: ObjectTable): Matrix {
  const {rows, columns, values} = table;
  const result = matrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    const own = truth[i] === -1 ? Number.NaN : values[i * columns + truth[i]!]!;
    for (let c = 0; c < columns; c++) {
      const p = values[i * columns + c]!;
      result.values[i * columns + c] = c === truth[i] ? Number.NaN : p / (p + own);
    }
  }
  return result;
}
