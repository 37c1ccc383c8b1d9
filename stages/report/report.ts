import type {Fit} from "../../science/scaling-laws/fit.ts";
import type {Recipe} from "../../science/scaling-laws/recipe.ts";
import type {LeaderboardRow, ModelRow, PublishedFit} from "../../science/selection/published-tables.ts";
import {interval95} from "../../science/statistics/percentile.ts";
import {type Comparison, compareNumber} from "./comparison.ts";
import {compareFit, compareStatement, otherSettings, statements} from "./fit-numbers.ts";
import {compareGains} from "./gain-numbers.ts";
import {compareRecipe} from "./recipe-numbers.ts";
import {compareBests, compareCorrelations, compareLeaderboard, compareLevels} from "./score-numbers.ts";

/** What a report is made from: fits by experiment, and the tables. */
export interface Results {
  fits: ReadonlyMap<string, Fit>;
  recipe: Recipe;
  models: readonly ModelRow[];
  leaderboard: readonly LeaderboardRow[];
  published: readonly PublishedFit[];
}

/** Every headline number of the study, then every number of its 43 fits, ours beside the published. */
export function compareAll({fits, recipe, models, leaderboard, published}: Results): Comparison[] {
  const stated = statements.flatMap((statement) => {
    const fit = fits.get(statement.experiment);
    return fit === undefined ? [] : compareStatement(fit, statement);
  });
  const released = published.flatMap((row) => {
    const fit = fits.get(row.experiment);
    return fit === undefined ? [] : [...compareFit(fit, row), ...comparePercentiles(fit, row)];
  });
  return [
    ...stated,
    ...compareRecipe(recipe),
    ...compareGains(fits),
    ...compareCorrelations(models),
    ...compareLeaderboard(models, leaderboard),
    ...compareBests(models),
    ...compareLevels(models),
    ...released
  ].map(withoutNaN);
}

const resampledLosses = "the released search stopped before the optimum in some resamples, or found another one";
const resampledParameters = "resamples without a determined asymptote or exponent decide the ends of this interval";

/** 2.5, 50 and 97.5 percentiles over the resamples of loss, asymptote and exponent. */
function comparePercentiles(fit: Fit, published: PublishedFit): Comparison[] {
  const {experiment, bootstrap} = fit;
  if (bootstrap.losses.length === 0) return [];
  const loss = interval95(bootstrap.losses);
  const asymptote = interval95(bootstrap.parameters.map(({e = Number.NaN}) => 1 - Math.exp(e)));
  const exponent = interval95(bootstrap.parameters.map(({alpha = Number.NaN}) => alpha));
  const other = otherSettings(fit).resamples;
  const rounded = published.percentiles === "printed";
  const rows: [string, number, number | null, string][] = [
    ["loss of resamples, 2.5 %", loss.low, published.loss_low, resampledLosses],
    ["loss of resamples, 50 %", loss.median, published.loss_median, resampledLosses],
    ["loss of resamples, 97.5 %", loss.high, published.loss_high, resampledLosses],
    ["asymptote, 2.5 %", asymptote.low, published.asymptote_low, resampledParameters],
    ["asymptote, 97.5 %", asymptote.high, published.asymptote_high, resampledParameters],
    ["exponent, 2.5 %", exponent.low, published.alpha_low, resampledParameters],
    ["exponent, 97.5 %", exponent.high, published.alpha_high, resampledParameters]
  ];
  return rows.flatMap(([name, ours, theirs, reason]) =>
    theirs === null
      ? []
      : [compareNumber(`${experiment}: ${name}`, ours, theirs, other || reason, rounded ? 5e-3 : 1e-3)]
  );
}

function withoutNaN(row: Comparison): Comparison {
  const finite = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null);
  return {...row, ours: finite(row.ours), agreement: finite(row.agreement)};
}
