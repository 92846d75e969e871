import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../model/artifacts.ts';
import { inferenceComparison, inferenceResults } from './inference-results.ts';

const TUNED = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abcdefghijkl';
const prediction = (document: string, change: Partial<Prediction> = {}): Prediction => ({
  document,
  key: document,
  modelId: TUNED,
  attempts: 1,
  answer: '{"type": "invoice"}',
  stopReason: 'end_turn',
  inputTokens: 850,
  outputTokens: 15,
  latencyMs: 2100,
  ...change,
});
const failed: Prediction = {
  document: 'c',
  key: 'c',
  modelId: TUNED,
  attempts: 6,
  error: { code: 'model-error', message: 'Broken.' },
};

const JUDGED = [
  { image: '/scans/a.png', prediction: prediction('a'), value: 'invoice', truth: 'invoice', correct: true },
  {
    image: '/scans/b.png',
    prediction: prediction('b', { answer: 'Well…', latencyMs: 900 }),
    truth: 'letter',
    correct: false,
  },
  { image: '/scans/c.png', prediction: failed, truth: 'letter', correct: false },
  { image: '/scans/d.png', prediction: prediction('d'), value: 'invoice' },
  { image: '/scans/e.png' },
];

describe('inferenceResults', () => {
  const results = inferenceResults(TUNED, JUDGED);

  it('has the keys of the guide, and no confidence that nobody measured', () => {
    expect(results).toMatchObject({ model_id: TUNED, model_name: 'Fine-tuned Model' });
    expect(results.results[0]).toEqual({
      image_path: '/scans/a.png',
      status: 'success',
      prediction: 'invoice',
      ground_truth: 'invoice',
      correct: true,
      confidence: null,
      inference_time_seconds: 2.1,
      input_tokens: 850,
      output_tokens: 15,
      total_tokens: 865,
      raw_answer: '{"type": "invoice"}',
      stop_reason: 'end_turn',
    });
    expect(results.results.map(({ status }) => status)).toEqual([
      'success',
      'unreadable',
      'error',
      'success',
      'not_asked',
    ]);
    expect(results.results[2]).toMatchObject({ prediction: null, error: 'Broken.', error_code: 'model-error' });
  });

  it('counts as the words say: accuracy over documents with a truth, time over answers', () => {
    expect(results.metrics).toMatchObject({
      total_images: 5,
      successful_inferences: 2,
      success_rate: 0.4,
      unreadable_answers: 1,
      failed_inferences: 1,
      images_with_ground_truth: 3,
      correct_predictions: 1,
      accuracy: 1 / 3,
      average_inference_time_seconds: 1.7,
      total_tokens_used: 3 * 865,
      average_tokens_per_image: 865,
    });
  });

  it('says nothing about accuracy when no truth is known', () => {
    const { metrics } = inferenceResults('us.amazon.nova-lite-v1:0', [
      { image: 'a', prediction: prediction('a'), value: 'x' },
    ]);
    expect(metrics).not.toHaveProperty('accuracy');
    expect(inferenceResults('us.amazon.nova-lite-v1:0', []).metrics).toMatchObject({
      total_images: 0,
      success_rate: 0,
      average_tokens_per_image: 0,
    });
  });

  it('puts two models side by side', () => {
    const comparison = inferenceComparison([results, inferenceResults('us.amazon.nova-lite-v1:0', JUDGED)]);
    expect(comparison.comparison_type).toBe('model_comparison');
    expect(Object.keys(comparison.models)).toEqual(['Fine-tuned Model', 'Base Model']);
    // Two of a kind keep apart by their ids.
    const two = inferenceComparison([results, { ...results, model_id: 'other' }]);
    expect(Object.keys(two.models)).toEqual(['Fine-tuned Model', 'Fine-tuned Model (other)']);
  });
});
