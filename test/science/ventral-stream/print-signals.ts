/** Prints noise-free responses of V4 and IT to gratings, and the images' classes, as JSON for make-pls.py. */
import {rowOf} from "../../../science/linear-algebra/matrix.ts";
import {simulateVentralStream} from "../../../science/ventral-stream/simulate.ts";
import {gratings} from "./gratings.ts";

const {images, shown} = gratings(12, 20);
const {signals} = simulateVentralStream(images, shown, {seed: 1, neuroids: {V1: 30, V2: 30, V4: 30, IT: 30}});
const rows = (region: "V4" | "IT") => shown.map((_, image) => [...rowOf(signals[region], image)]);
console.log(JSON.stringify({V4: rows("V4"), IT: rows("IT"), classes: shown.map((what) => what.class)}));
