import { inlineSvg, lossCurve } from '../../charts/index.ts';
import { html, type Markup } from '../../lib/markup.ts';
import type { ReportDocument } from '../document.ts';

export function training({ job, trainingLoss, validationLoss }: ReportDocument): Markup {
  const took = job.end_time
    ? `${Math.round((Date.parse(job.end_time) - Date.parse(job.creation_time)) / 1000)} s`
    : 'unknown';
  const curve = { name: job.job_name, training: trainingLoss, validation: validationLoss };
  return html`<section><h2>Training</h2>${inlineSvg(lossCurve([curve], { title: 'Loss by step' }))}
<table><tbody>
<tr><th>Job</th><td><code>${job.job_arn}</code></td></tr>
<tr><th>Base model</th><td><code>${job.base_model}</code></td></tr>
<tr><th>Custom model</th><td><code>${job.model_id ?? 'none'}</code></td></tr>
<tr><th>Hyperparameters</th><td>${
    Object.entries(job.hyperparameters)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ') || 'defaults'
  }</td></tr>
<tr><th>From, took</th><td>${job.creation_time}, ${took}</td></tr>
</tbody></table></section>`;
}

export function dataset({ dataset: manifest, findings }: ReportDocument): Markup {
  const { train, validation, test } = manifest.counts;
  const groups = new Set(manifest.documents.flatMap(({ group }) => (group === undefined ? [] : [group]))).size;
  return html`<section><h2>Data set</h2><table><tbody>
<tr><th>Documents</th><td>${train} to train on, ${validation} to validate with, ${test} held out${groups > 0 ? `, in ${groups} groups that never part across splits` : ''}</td></tr>
<tr><th>Source</th><td>${manifest.source.kind}: ${manifest.source.location}</td></tr>
<tr><th>Skipped</th><td>${manifest.skipped.length === 0 ? 'none' : manifest.skipped.map(({ id, message }) => `${id}: ${message}`).join('; ')}</td></tr>
<tr><th>Findings</th><td>${findings.length === 0 ? 'none' : html`<ul>${findings.slice(0, 20).map(({ severity, code, message }) => html`<li>${severity} ${code}: ${message}</li>`)}</ul>`}</td></tr>
<tr><th>Seed, recipe hash</th><td>${manifest.seed}, <code>${manifest.recipeHash.slice(0, 16)}</code></td></tr>
</tbody></table>
<details><summary>Prompts</summary><h3>System</h3><pre>${manifest.prompts.system}</pre><h3>Task</h3><pre>${manifest.prompts.task}</pre></details></section>`;
}

export function versions(document: ReportDocument): Markup {
  const { run, createdAt, novatuneVersion, nodeVersion, accountId, region, rehearsal, dataset: manifest } = document;
  return html`<section><h2>Versions</h2><table><tbody>
<tr><th>Run</th><td>${run}, reported ${createdAt}</td></tr>
<tr><th>Account, region</th><td>${accountId}, ${region}${rehearsal ? ' (embedded local cloud)' : ''}</td></tr>
<tr><th>novatune, Node</th><td>${novatuneVersion}, ${nodeVersion}</td></tr>
${Object.entries(manifest.files).map(([name, hash]) => html`<tr><th>${name}</th><td><code>${hash}</code></td></tr>`)}
</tbody></table></section>`;
}
