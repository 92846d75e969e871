/** Style of the review page: light and dark, readable from a phone's width up. */
export const REVIEW_STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #5b6470; --paper: #fff; --line: #d8dde3; --tint: #f3f5f7; --accent: #0b6bcb; --good: #1a7f37; --bad: #b42318; --warn: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #9aa4b2; --paper: #14171b; --line: #30363d; --tint: #1d2127; --accent: #58a6ff; --good: #4ac26b; --bad: #ff7b72; --warn: #e3b341; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif; }
header, main, .bar > div { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-bottom: .5rem; } main { padding-bottom: 4rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 1.5rem 0 .25rem; } h2 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .35rem 0; } .soft { color: var(--soft); font-size: .875rem; }
.bar { position: sticky; top: 0; z-index: 1; background: var(--paper); border-bottom: 1px solid var(--line); }
.bar > div { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; padding-top: .6rem; padding-bottom: .6rem; }
#count { margin-left: auto; font-variant-numeric: tabular-nums; }
button, select, input { font: inherit; color: inherit; background: var(--tint); border: 1px solid var(--line); border-radius: 4px; padding: .3rem .7rem; }
button { cursor: pointer; } button:hover { border-color: var(--accent); } .primary { background: var(--accent); border-color: var(--accent); color: var(--paper); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.findings { margin: .4rem 0; padding: 0; list-style: none; font-size: .9rem; } .findings li { border-left: 3px solid var(--soft); padding: .1rem .6rem; margin: .3rem 0; overflow-wrap: anywhere; }
.findings .error { border-color: var(--bad); } .findings .warning { border-color: var(--warn); } .findings code { font: .85em ui-monospace, "Cascadia Code", Menlo, Consolas, monospace; font-weight: 600; }
.findings .error code { color: var(--bad); } .findings .warning code { color: var(--warn); }
.card { display: grid; grid-template-columns: minmax(16rem, 2fr) 3fr; gap: 1rem; margin: 1rem 0; padding: 1rem; border: 1px solid var(--line); border-left: 4px solid var(--soft); border-radius: 6px; scroll-margin: 4.5rem 0 1rem; }
.card[hidden] { display: none; } .card.current { box-shadow: 0 0 0 2px var(--accent); }
.card[data-state="changed"] { border-left-color: var(--good); } .card[data-state="kept"] { border-left-color: var(--accent); }
.picture img { display: block; width: 100%; border: 1px solid var(--line); background: #fff; cursor: zoom-in; } .picture.large { grid-column: 1 / -1; } .picture.large img { cursor: zoom-out; }
.now bdi { text-decoration: underline wavy var(--bad) 1px; text-underline-offset: 4px; } .proposal bdi { color: var(--good); font-weight: 600; }
.body { min-width: 0; } .body bdi { overflow-wrap: anywhere; white-space: pre-wrap; } .body input { display: block; width: 100%; margin: .15rem 0; }
.state { margin-left: .5rem; color: var(--soft); font-size: .875rem; } kbd { font: .8em ui-monospace, monospace; border: 1px solid var(--line); border-radius: 3px; padding: 0 .3em; }
@media (max-width: 44rem) { .card { grid-template-columns: 1fr; } #count { margin-left: 0; } .bar { position: static; } }
`;
