/** Widths of a figure in pixels at 96 a inch: one column of a journal (90 mm) and two (180 mm). */
export const width = {single: 340, double: 680} as const;

/** Font sizes in pixels; 10 px print as 7.5 points. */
export const fontSize = {title: 11, label: 10, tick: 9.3, key: 9.6, caption: 8.6} as const;

export const fontFamily = "Inter, Helvetica, Arial, sans-serif";

/** Ink of text and axes, of captions, and of grid lines. */
export const ink = {text: "#1a1a1a", quiet: "#444444", grid: "#e4e4e4", zero: "#8a8a8a"} as const;

/** Line widths in pixels: a fitted curve within its data, the same curve beyond them, a line through means. */
export const lineWidth = {curve: 1.9, beyond: 0.9, mean: 1.4} as const;

/** Room between the edge of a page and what is on it, in pixels. */
export const pageEdge = 8;

export const bandOpacity = 0.2;

/** Titles of axes, with units; scores have none. */
export const axisTitle = {
  compute: "Training compute *C* (FLOPs)",
  parameters: "Parameters *N*",
  samples: "Samples seen *D* (images × epochs)",
  score: "Alignment score *S*",
  accuracy: "Validation accuracy (fraction correct)",
  epoch: "Training epoch"
} as const;
