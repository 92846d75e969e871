import { createHash } from 'node:crypto';
import type { AuditReport } from '../audit-report.ts';
import { type ReviewOptions, reviewData } from './review-data.ts';
import { REVIEW_SCRIPT } from './review-script.ts';
import { REVIEW_STYLE } from './review-style.ts';

/**
 * One HTML file to review labels with: pictures, findings, proposals, fields to edit, and a button that downloads the
 * corrected labels as a new CSV with all columns and rows of the old one. Works offline; its policy forbids any network.
 */
export function reviewPage(report: AuditReport, options: ReviewOptions): string {
  const data = reviewData(report, options);
  const policy = `default-src 'none'; img-src data:; style-src '${hashOf(REVIEW_STYLE)}'; script-src '${hashOf(REVIEW_SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeText(data.title)}</title><style>${REVIEW_STYLE}</style></head>
<body>
<header><h1>${escapeText(data.title)}</h1>
<p class="soft">${data.flagged} of ${data.documents} documents are flagged. Keys: <kbd>j</kbd>/<kbd>↓</kbd> next, <kbd>u</kbd>/<kbd>↑</kbd> back, <kbd>p</kbd> use the proposal, <kbd>k</kbd> keep, <kbd>e</kbd> edit, <kbd>Enter</kbd> done. Nothing leaves this page but the file you download.</p>
<ul class="findings" id="set"></ul></header>
<div class="bar"><div>
<label>Finding <select id="code"><option value="">all</option></select></label>
<label>Show <select id="state"><option value="">all</option><option value="open">to look at</option><option value="proposed">with a proposal, to look at</option><option value="changed">changed</option></select></label>
<button type="button" id="all">Use all proposals shown</button>
<button type="button" id="download" class="primary">Download corrected CSV</button>
<span id="count" class="soft" role="status"></span>
</div></div>
<main id="cards"></main>
<script type="application/json" id="data">${json}</script>
<script>${REVIEW_SCRIPT}</script>
</body></html>
`;
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
