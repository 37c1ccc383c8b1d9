import assert from "node:assert/strict";
import {test} from "node:test";
import {condenseCommitments, condenseLeaderboard} from "../../../stages/published/condense.ts";
import {condenseFits} from "../../../stages/published/released-fits.ts";

test("committed layers become one row each", () => {
  const layers = {V1: "conv1", V2: "layer1", V4: "layer2", IT: "layer3"};
  const entry = {region2layer: layers, layers: Object.values(layers), behavioral_readout_layer: "avgpool"};
  assert.deepEqual(condenseCommitments({net: {imagenet_full: {"seed-0": entry, "seed-2": entry}}}), [
    {identifier: "net", dataset: "imagenet_full", seed: 0, ...layers, behavioral_readout: "avgpool"},
    {identifier: "net", dataset: "imagenet_full", seed: 2, ...layers, behavioral_readout: "avgpool"}
  ]);
});

test("the leaderboard keeps one benchmark a region", () => {
  const row = {
    model_id: "net",
    average_vision: 0.3,
    "FreemanZiemba2013.V1-pls": 0.1,
    "FreemanZiemba2013.V2-pls": 0.2,
    "MajajHong2015.V4-pls": 0.3,
    "MajajHong2015.IT-pls": 0.4,
    "Rajalingham2018-i2n": -0.01
  };
  assert.deepEqual(condenseLeaderboard([row]), [
    {model_id: "net", V1: 0.1, V2: 0.2, V4: 0.3, IT: 0.4, Behavioral: -0.01}
  ]);
});

test("a released fit without resamples has the printed percentiles, one with them its own", () => {
  const config = {fitting_parameters: {loss_function: "power_law_LSE"}};
  const fit = {config, loss: 0.07, parameters: [-0.65, -0.6, 0.157]};
  const resamples = {
    bootstrap_losses_sorted: [1, 2, 3],
    bootstrap_parameters_by_loss: [
      [-1, 0, 0.1],
      [-1, 0, 0.2],
      [-1, 0, 0.3]
    ]
  };
  const [printed] = condenseFits({compute_neuro: fit});
  assert.deepEqual([printed?.n, printed?.percentiles, printed?.loss_median], [620, "printed", 0.072566]);
  assert.deepEqual([printed?.alpha_low, printed?.alpha_median], [0.11, null]);
  const [own] = condenseFits({compute_neuro: {...fit, ...resamples}});
  assert.deepEqual([own?.percentiles, own?.loss_median, own?.alpha_median], ["resamples", 2, 0.2]);
  assert.equal(own?.asymptote_low, 1 - Math.exp(-1));
});
