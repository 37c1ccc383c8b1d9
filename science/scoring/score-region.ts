import {type Features, featuresOf} from "../linear-algebra/features.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";
import {checkMetricInput} from "../metrics/check-input.ts";
import {type MetricName, type MetricResult, scoreMetric} from "../metrics/metric.ts";
import {repetitionAverage} from "../metrics/trials.ts";
import type {Stimulus} from "../recordings/stimulus-table.ts";
import type {Recordings} from "./recordings.ts";

/** What features of pictures are scored with. */
export interface RegionBenchmark {
  recordings: Recordings;
  /** In the order of the features' rows: that of the pictures' ids. */
  stimuli: readonly Stimulus[];
  metric: MetricName;
}

/**
 * Features of pictures against the recordings of one region, averaged over trials.
 * @param name of the features, for messages
 * @throws ArrayMistake where they do not fit the recordings or the metric
 */
export function scoreRegion(
  source: Features,
  {recordings, stimuli, metric}: RegionBenchmark,
  product: TransposedProduct,
  name: string
): Promise<MetricResult> {
  const {images, responses: target} = repetitionAverage(recordings);
  const groupOf = new Map(stimuli.map(({image_id, group}) => [image_id, group]));
  const groups = images.map((image) => groupOf.get(image) ?? "");
  const names = {source: name, target: "the recordings", groups: "the stimuli"};
  checkMetricInput(metric, {source, target: featuresOf(target), groups}, names);
  return scoreMetric(metric, {source, target, groups, product});
}
