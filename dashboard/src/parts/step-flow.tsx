import { Progress } from '@mantine/core';
import type { StepView } from '../../../src/studio/api.ts';
import { useText } from '../messages/language.tsx';
import { StatusMark } from './status-mark.tsx';

/** The steps of a run in their order, with what each has left. */
export function StepFlow({ run, steps }: { readonly run: string; readonly steps: readonly StepView[] }) {
  return (
    <ol className="flow">
      {steps
        .filter(({ state }) => state !== 'unwanted')
        .map((step) => (
          <Step key={step.id} run={run} step={step} />
        ))}
    </ol>
  );
}

function Step({ run, step }: { readonly run: string; readonly step: StepView }) {
  const { t, format } = useText();
  const report = step.artifacts.find(({ path }) => path === 'report.html');
  return (
    <li className="step" data-state={step.state}>
      <div className="step-head">
        <strong>{t.steps[step.id]}</strong>
        <StatusMark tone={step.state}>{t.stepStates[step.state]}</StatusMark>
      </div>
      <ul className="step-facts">
        {step.facts.map(({ name, value, of }) => (
          <li key={name}>
            <span className="soft">{t.facts[name]}</span>{' '}
            {typeof value === 'number'
              ? format.number(value, Number.isInteger(value) ? 0 : 3)
              : (t.serviceWords[value] ?? value)}
            {of !== undefined && ` / ${format.number(of)}`}
            {of !== undefined && name.endsWith('Answers') && step.state === 'active' && (
              <Progress value={(Number(value) / Math.max(1, of)) * 100} size="xs" aria-label={t.facts[name]} />
            )}
          </li>
        ))}
      </ul>
      {step.gate && <p className="problem">{t.gateClosed(step.gate.allowed, format)}</p>}
      {step.failure && <p className="problem">{step.failure}</p>}
      {report && (
        <a href={`/api/runs/${run}/artifact?path=${encodeURIComponent(report.path)}`} target="_blank" rel="noreferrer">
          {t.openReport}
        </a>
      )}
    </li>
  );
}
