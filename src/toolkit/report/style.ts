import { CHART_STYLE } from '../charts/index.ts';

/** Style of the report: readable on screen (light and dark) and in print. No outside resource. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6470; --paper: #fff; --line: #d8dde3; --tint: #f3f5f7; --accent: #0b6bcb; --good: #1a7f37; --bad: #b42318; --warn: #8a5a00; --warn-tint: #fff6e0; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #9aa4b2; --paper: #14171b; --line: #30363d; --tint: #1d2127; --accent: #58a6ff; --good: #4ac26b; --bad: #ff7b72; --warn: #e3b341; --warn-tint: #2b2410; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; } h3 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
.sub, .small { color: var(--soft); } .small { font-size: .85rem; }
.notice { background: var(--warn-tint); border-left: 4px solid var(--warn); padding: .6rem .9rem; }
.verdict { font-size: 1.15rem; padding: .8rem 1rem; background: var(--tint); border-left: 4px solid var(--soft); }
.verdict-better { border-color: var(--good); } .verdict-worse { border-color: var(--bad); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; } th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); } thead th { color: var(--soft); font-weight: 600; }
.numbers td { text-align: right; font-variant-numeric: tabular-nums; } .numbers thead th { text-align: center; }
.scroll { overflow-x: auto; }
.matrix { width: auto; } .matrix td { min-width: 2rem; text-align: center; border: 1px solid var(--line); font-variant-numeric: tabular-nums; }
.matrix .right { background: color-mix(in srgb, var(--good) var(--share), transparent); } .matrix .off { background: color-mix(in srgb, var(--bad) var(--share), transparent); }
.matrix .turned { height: 9.5rem; vertical-align: bottom; padding: .3rem 0; } .matrix .turned span { writing-mode: vertical-rl; transform: rotate(180deg); display: inline-block; }
code, pre { font: .85em/1.45 ui-monospace, "Cascadia Code", Menlo, Consolas, monospace; overflow-wrap: anywhere; } pre { white-space: pre-wrap; background: var(--tint); padding: .8rem 1rem; }
.chart { width: 100%; height: auto; }
${CHART_STYLE}
.gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1rem; }
.card { margin: 0; border: 1px solid var(--line); border-top: 3px solid var(--soft); border-radius: 4px; overflow: hidden; break-inside: avoid; } .card.fixed { border-top-color: var(--good); } .card.broken { border-top-color: var(--bad); }
.card img { display: block; width: 100%; height: 12rem; object-fit: cover; object-position: top; background: #fff; border-bottom: 1px solid var(--line); }
.card figcaption { padding: .5rem .7rem; font-size: .85rem; } .card .name { font-weight: 600; overflow-wrap: anywhere; }
dl { margin: .3rem 0 0; display: grid; grid-template-columns: auto 1fr; gap: .1rem .6rem; } dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } dd.right { color: var(--good); } dd.wrong { color: var(--bad); }
@media print { main { max-width: none; padding: 0; } section { break-inside: avoid-page; } .gallery { grid-template-columns: repeat(3, 1fr); } }
`;
