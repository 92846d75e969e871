import type { Advice } from '../../advice/index.ts';
import { inlineSvg, lossCurve } from '../../charts/index.ts';
import { html, type Markup } from '../../lib/markup.ts';
import type { JobDetails } from '../../model/artifacts.ts';
import type { ReportDocument } from '../document/report-document.ts';
import type { Words } from '../words/en.ts';
import { number } from '../words/figures.ts';
import { type Cell, code, factTable, scrolling, section } from './parts.ts';

/** The job, its loss, and what to try next time. */
export function trainingSection({ job, curve, advice }: ReportDocument, words: Words): Markup[] {
  if (!job && !curve) return [];
  const { training: names } = words;
  const drawn = curve
    ? [scrolling(names.lossTitle, inlineSvg(lossCurve([curve], { title: names.lossTitle }))), adviceList(advice, words)]
    : [];
  return [section('training', names.title, ...drawn, ...(job ? [jobTable(job, words)] : []))];
}

function adviceList(advice: readonly Advice[], words: Words): Markup {
  const { training: names } = words;
  if (advice.length === 0) return html`<p class="small">${names.noAdvice}</p>`;
  return html`<h3>${names.advice}</h3><ul class="advice">${advice.map(({ code: name, message, remedy }) => {
    const own = names.adviceByCode[name];
    return html`<li>${own === undefined ? html`${message} ${remedy}` : html`${own} <span class="small" lang="en">${message}</span>`} ${code(name)}</li>`;
  })}</ul>`;
}

function jobTable(job: JobDetails, words: Words): Markup {
  const { training: names } = words;
  const { training_loss: training, validation_loss: validation } = job;
  const losses = names.finalValue(training, validation);
  const optional = (value: string | undefined): Cell | undefined => (value === undefined ? undefined : code(value));
  return factTable(names.caption, [
    [names.name, html`${job.job_name}<br>${code(job.job_arn)}`],
    [names.status, job.status],
    [names.failure, job.failure_message],
    [names.baseModel, code(job.base_model)],
    [names.customModel, job.model_id === undefined ? words.none : code(job.model_id)],
    [names.role, code(job.role_arn)],
    [
      names.hyperparameters,
      Object.entries(job.hyperparameters)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ') || names.defaults,
    ],
    [names.from, time(job.creation_time)],
    [names.took, tookOf(job, words)],
    [names.phases, phasesOf(job, words)],
    [names.finalLoss, losses === '' ? undefined : losses],
    [names.data, code(job.training_data_uri)],
    [names.validationData, optional(job.validation_data_uri)],
    [names.output, code(job.output_uri)],
  ]);
}

/** Seconds matter in a rehearsal, hours on AWS. */
function tookOf({ creation_time: from, end_time: to }: JobDetails, words: Words): string {
  return to === undefined ? words.unknown : duration(Date.parse(to) - Date.parse(from), words);
}

/** Each phase with how long it took. A phase is told the time of its last change: for a finished one that is its end. */
function phasesOf({ phases, creation_time: begun }: JobDetails, words: Words): string | undefined {
  if (!phases) return undefined;
  let from = begun;
  const told = (['validation', 'dataProcessing', 'training'] as const).map((phase) => {
    const { status, since } = phases[phase];
    const isOver = since !== undefined && status === 'Completed';
    const took = isOver ? `${words.comma}${duration(Date.parse(since) - Date.parse(from), words)}` : '';
    if (isOver) from = since;
    return `${words.training.phaseNames[phase]}${words.colon}${status}${took}`;
  });
  return told.join(words.semicolon);
}

function duration(ms: number, words: Words): string {
  if (!Number.isFinite(ms)) return words.unknown;
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${number(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** `2026-11-22 12:40:05 UTC`; what is no ISO time stays as it is. */
export const time = (iso: string): string =>
  /^\d{4}-\d\d-\d\dT/.test(iso) && !Number.isNaN(Date.parse(iso))
    ? `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`
    : iso;
