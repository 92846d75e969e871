import type { Answer } from '../../../src/studio/api.ts';
import { useText } from '../messages/language.tsx';
import { StatusMark } from './status-mark.tsx';

/** What a model answered, and what it is worth. */
export function AnswerView({ title, answer }: { readonly title: string; readonly answer: Answer }) {
  const { t, format } = useText();
  const { status, predicted, answer: text, similarity } = answer;
  const isRaw = text !== undefined && text !== predicted;
  return (
    <div className="answer">
      <div className="answer-head">
        <strong>{title}</strong>
        <StatusMark tone={status}>{t.outcomes[status]}</StatusMark>
      </div>
      {predicted !== undefined && <div className="answer-value">{predicted}</div>}
      {isRaw && <code className="answer-raw">{text}</code>}
      {similarity !== undefined && status !== 'correct' && (
        <div className="soft small">
          {t.similarity} {format.percent(similarity)}
        </div>
      )}
    </div>
  );
}
