import { CHART_STYLE } from '../charts/index.ts';

/** Style of the report: readable on screen (light and dark, wide and narrow) and in print. No outside resource. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #55606c; --paper: #fff; --line: #d8dde3; --tint: #f3f5f7; --accent: #0b5cad; --good: #1a7034; --bad: #b42318; --warn: #7a4f00; --warn-tint: #fff6e0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #a3adba; --paper: #14171b; --line: #363d45; --tint: #1d2127; --accent: #6cb2ff; --good: #4ac26b; --bad: #ff8b82; --warn: #e3b341; --warn-tint: #2b2410; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; } h2 { font-size: 1.25rem; margin: 2.75rem 0 .75rem; } h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
a { color: var(--accent); } nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; padding: 0; margin: .75rem 0 1.25rem; font-size: .9rem; } nav a { display: inline-block; padding: .2rem 0; }
.sub, .small { color: var(--soft); } .small { font-size: .85rem; } .sub { margin: 0; }
.notice { background: var(--warn-tint); border-left: 4px solid var(--warn); padding: .6rem .9rem; }
.verdict { font-size: 1.15rem; padding: .8rem 1rem; background: var(--tint); border-left: 4px solid var(--soft); }
.verdict-better { border-color: var(--good); } .verdict-worse { border-color: var(--bad); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .25rem 0 1rem; } caption { text-align: left; color: var(--soft); font-size: .85rem; padding: 0 0 .3rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); } thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; } tbody th { font-weight: 600; }
.facts th { width: 14rem; } .facts td { overflow-wrap: anywhere; }
.numbers td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .numbers thead th:not(:first-child) { text-align: right; }
.sortable button { all: unset; cursor: pointer; } .sortable button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; } [aria-sort=ascending] button::after { content: " ▲"; } [aria-sort=descending] button::after { content: " ▼"; }
.scroll { overflow-x: auto; overflow-wrap: normal; } .scroll th, .scroll td { min-width: 4rem; } .scroll td { overflow-wrap: break-word; } .scroll code { overflow-wrap: anywhere; } .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.matrix { width: auto; } .matrix td, .matrix thead th { min-width: 2.1rem; } .matrix tbody td { text-align: center; border: 1px solid var(--line); font-variant-numeric: tabular-nums; print-color-adjust: exact; -webkit-print-color-adjust: exact; } .matrix tbody th { white-space: nowrap; }
.matrix .right { background: color-mix(in srgb, var(--good) calc(var(--share) * .35%), transparent); } .matrix .off { background: color-mix(in srgb, var(--bad) calc(var(--share) * .35%), transparent); }
.matrix thead td { vertical-align: bottom; } .matrix .turned { vertical-align: bottom; text-align: center; padding: .3rem 0; } .matrix .turned span { writing-mode: vertical-rl; transform: rotate(180deg); display: inline-block; max-height: 16rem; overflow: hidden; }
.matrix .apart { font-style: italic; } .matrix .apart:nth-last-child(2) { border-left: 3px double var(--soft); }
code, pre { font: .85em/1.45 ui-monospace, "Cascadia Code", Menlo, Consolas, monospace; overflow-wrap: anywhere; } pre { white-space: pre-wrap; background: var(--tint); padding: .8rem 1rem; }
summary { cursor: pointer; padding: .3rem 0; } .severity-error { color: var(--bad); font-weight: 600; } .severity-warning { color: var(--warn); font-weight: 600; }
.chart { display: block; width: 100%; height: auto; max-width: 48rem; }
${CHART_STYLE}
.filter { display: block; font-size: .9rem; margin: .5rem 0; } .filter input { font: inherit; color: inherit; background: var(--tint); border: 1px solid var(--soft); border-radius: 4px; padding: .25rem .5rem; width: 16rem; max-width: 100%; }
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1rem; align-items: start; margin-bottom: 1rem; }
.card { margin: 0; border: 1px solid var(--line); border-top: 3px solid var(--soft); border-radius: 4px; overflow: hidden; break-inside: avoid; } .card.fixed { border-top-color: var(--good); } .card.broken { border-top-color: var(--bad); } [hidden] { display: none !important; }
.card img { display: block; width: 100%; height: 12rem; object-fit: cover; object-position: top; background: #fff; border-bottom: 1px solid var(--line); }
.card figcaption { padding: .5rem .7rem; font-size: .85rem; overflow-wrap: anywhere; } .card .name { font-weight: 600; }
.card dl { margin: .3rem 0 0; display: grid; grid-template-columns: auto 1fr; gap: .1rem .6rem; } .card dt { color: var(--soft); overflow-wrap: normal; } .card dd { margin: 0; }
.right { color: var(--good); } .wrong { color: var(--bad); } .matrix .right, .matrix .off { color: inherit; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.glossary div { margin-bottom: .5rem; } .glossary dt { font-weight: 600; } .glossary dd { margin: 0; color: var(--soft); font-size: .9rem; }
@media screen and (max-width: 40rem) { .chart { min-width: 36rem; } main { padding: 1.25rem .9rem 3rem; } .facts, .facts tbody, .facts tr, .facts th, .facts td, .facts caption { display: block; width: auto; } .facts th { border: 0; padding: .45rem 0 0; } .facts td { padding: 0 0 .45rem; } .gallery { grid-template-columns: 1fr 1fr; gap: .6rem; } }
@media print { :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --line: #bbb; --tint: #f3f5f7; --good: #1a7034; --bad: #b42318; --warn: #7a4f00; --warn-tint: #fff6e0; } body { font-size: 10.5pt; } main { max-width: none; padding: 0; } nav, .filter { display: none; } h2, h3 { break-after: avoid; } tr, .chart, .notice, .verdict { break-inside: avoid; } .scroll { overflow: visible; } .gallery { grid-template-columns: repeat(4, 1fr); gap: .6rem; } .card img { height: 8rem; } .numbers td, .numbers th { padding: .2rem .3rem; font-size: 8.5pt; } .numbers td { white-space: normal; } .matrix { font-size: 8pt; break-inside: avoid; } .matrix td, .matrix thead th { min-width: 0; padding: .2rem .25rem; } }
`;
