/**
 * Eight colours that people with any kind of colour vision can tell apart, darkened where needed to reach 3:1 on white.
 * Okabe & Ito, Color Universal Design, https://jfly.uni-koeln.de/color/
 */
const LIGHT = ['#0072b2', '#c35a00', '#007a5a', '#a8467e', '#2e7fb5', '#8a6d00', '#4d4d4d', '#b02a2a'];
const DARK = ['#56b4e9', '#f0984a', '#2bc79a', '#e39ac1', '#8fd0f5', '#e8c547', '#b8bec6', '#ff8a8a'];

/** Number of series that have a colour of their own; later ones begin again. */
const SERIES_COLOURS = LIGHT.length;

/** Class of the n-th series, counted from 0. */
export const seriesClass = (index: number): string => `series-${index % SERIES_COLOURS}`;

const colours = (series: readonly string[]): string =>
  series
    .map(
      (colour, index) =>
        `.chart .series-${index} { stroke: ${colour}; } .chart .fill.series-${index} { fill: ${colour}; stroke: none; }`,
    )
    .join(' ');

const paint = (ink: string, soft: string, line: string, paper: string, series: readonly string[]): string =>
  `.chart text { fill: ${soft}; } .chart .title, .chart .value { fill: ${ink}; } .chart .axis line { stroke: ${line}; } .chart .epoch, .chart .zero, .chart .neutral { stroke: ${soft}; } .chart .whisker { stroke: ${ink}; } .chart .paper { fill: ${paper}; } ${colours(series)}`;

/** Families that have Latin and Chinese letters on the usual systems. */
const FONTS =
  '"Noto Sans", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", system-ui, sans-serif';

/** Style of every chart, for the light and the dark: in a page once, in a file of its own within it. */
export const CHART_STYLE = `.chart { font: 12px ${FONTS}; } .chart .title { font-size: 14px; font-weight: 600; } .chart path, .chart line { fill: none; } .chart path { stroke-width: 2; stroke-linejoin: round; } .chart .raw { opacity: .35; stroke-width: 1.2; } .chart .validation { stroke-dasharray: 6 3; } .chart .epoch { stroke-dasharray: 2 4; } .chart .whisker { stroke-width: 1.6; } .chart .stick { stroke-width: 1; } .chart .box { fill-opacity: .25; stroke-width: 1.4; } .chart .fill.soft { fill-opacity: .45; }
${paint('#1b1f24', '#55606c', '#d8dde3', '#ffffff', LIGHT)}
@media (prefers-color-scheme: dark) { ${paint('#e6e9ee', '#9aa4b2', '#363d45', '#14171b', DARK)} }`;
