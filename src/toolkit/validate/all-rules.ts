import type { Method } from '../model/nova.ts';
import { imageBroken } from './media-rules/image-broken.ts';
import { imageBytes } from './media-rules/image-bytes.ts';
import { imageChanged } from './media-rules/image-changed.ts';
import { imageFormatMismatch } from './media-rules/image-format-mismatch.ts';
import { imageMissing } from './media-rules/image-missing.ts';
import { imageSide } from './media-rules/image-side.ts';
import { mediaBytes } from './media-rules/media-bytes.ts';
import { mediaFormatMismatch } from './media-rules/media-format-mismatch.ts';
import { mediaMissing } from './media-rules/media-missing.ts';
import type { MediaRule, RecordRule, SetRule } from './rule.ts';
import { assistantTextOnly } from './rules/assistant-text-only.ts';
import { blockKind } from './rules/block-kind.ts';
import { bucketOwner } from './rules/bucket-owner.ts';
import { captionLength } from './rules/caption-length.ts';
import { documentCount } from './rules/document-count.ts';
import { documentFormat } from './rules/document-format.ts';
import { documentUnsupported } from './rules/document-unsupported.ts';
import { emptyContent } from './rules/empty-content.ts';
import { emptyText } from './rules/empty-text.ts';
import { firstMessage } from './rules/first-message.ts';
import { functionTools } from './rules/function-tools.ts';
import { imageCount } from './rules/image-count.ts';
import { imageFormat } from './rules/image-format.ts';
import { imageReference } from './rules/image-reference.ts';
import { lastMessage } from './rules/last-message.ts';
import { mediaBucket } from './rules/media-bucket.ts';
import { messageAlternation } from './rules/message-alternation.ts';
import { messageCount } from './rules/message-count.ts';
import { messageRole } from './rules/message-role.ts';
import { mixedMedia } from './rules/mixed-media.ts';
import { modelWithoutMedia } from './rules/model-without-media.ts';
import { preferenceData } from './rules/preference-data.ts';
import { promptContent } from './rules/prompt-content.ts';
import { promptEnd } from './rules/prompt-end.ts';
import { promptTurns } from './rules/prompt-turns.ts';
import { reasoningOrder } from './rules/reasoning-order.ts';
import { reasoningRole } from './rules/reasoning-role.ts';
import { reasoningUnsupported } from './rules/reasoning-unsupported.ts';
import { reasoningWithMedia } from './rules/reasoning-with-media.ts';
import { recordId } from './rules/record-id.ts';
import { recordShape } from './rules/record-shape.ts';
import { referenceAnswer } from './rules/reference-answer.ts';
import { reservedString } from './rules/reserved-string.ts';
import { s3Uri } from './rules/s3-uri.ts';
import { schemaVersion } from './rules/schema-version.ts';
import { systemCount } from './rules/system-count.ts';
import { systemFirst } from './rules/system-first.ts';
import { tokenEstimate } from './rules/token-estimate.ts';
import { toolConfig } from './rules/tool-config.ts';
import { toolName } from './rules/tool-name.ts';
import { toolResult } from './rules/tool-result.ts';
import { toolRole } from './rules/tool-role.ts';
import { toolSupport } from './rules/tool-support.ts';
import { toolUseId } from './rules/tool-use-id.ts';
import { unknownKey } from './rules/unknown-key.ts';
import { userMessage } from './rules/user-message.ts';
import { videoCount } from './rules/video-count.ts';
import { videoFormat } from './rules/video-format.ts';
import { bucketElsewhere } from './set-rules/bucket-elsewhere.ts';
import { bucketOwnerConsistency } from './set-rules/bucket-owner-consistency.ts';
import { duplicateRecord } from './set-rules/duplicate-record.ts';
import { fileBytes } from './set-rules/file-bytes.ts';
import { fileName } from './set-rules/file-name.ts';
import { imageInBothFiles } from './set-rules/image-in-both-files.ts';
import { mediaInSeveralBuckets } from './set-rules/media-in-several-buckets.ts';
import { methodUnsupported } from './set-rules/method-unsupported.ts';
import { mixedMediaSet } from './set-rules/mixed-media-set.ts';
import { optionalFieldConsistency } from './set-rules/optional-field-consistency.ts';
import { reasoningConsistency } from './set-rules/reasoning-consistency.ts';
import { recordIdOnce } from './set-rules/record-id-once.ts';
import { recordInBothFiles } from './set-rules/record-in-both-files.ts';
import { rowCountMax } from './set-rules/row-count-max.ts';
import { rowCountMin } from './set-rules/row-count-min.ts';
import { validationFileUnsupported } from './set-rules/validation-file-unsupported.ts';
import { validationRowCount } from './set-rules/validation-row-count.ts';
import type { ShapeName } from './shapes.ts';

const SFT_RULES: readonly RecordRule[] = [
  recordShape,
  unknownKey,
  schemaVersion,
  messageCount,
  messageRole,
  firstMessage,
  lastMessage,
  messageAlternation,
  blockKind,
  emptyContent,
  emptyText,
  reservedString,
  reasoningUnsupported,
  reasoningRole,
  reasoningOrder,
  reasoningWithMedia,
  toolSupport,
  toolConfig,
  toolRole,
  toolUseId,
  toolName,
  toolResult,
  assistantTextOnly,
  documentUnsupported,
  documentCount,
  documentFormat,
  modelWithoutMedia,
  mixedMedia,
  imageCount,
  videoCount,
  imageFormat,
  videoFormat,
  s3Uri,
  bucketOwner,
  mediaBucket,
  tokenEstimate,
];

/** Rules about one record by method. A new rule is one file and one line here. The order is that of the findings of one record. */
export const RECORD_RULES: Readonly<Record<Method, readonly RecordRule[]>> = {
  sft: SFT_RULES,
  rft: [
    recordShape,
    unknownKey,
    systemFirst,
    userMessage,
    messageRole,
    promptEnd,
    emptyText,
    reservedString,
    referenceAnswer,
    recordId,
    functionTools,
    tokenEstimate,
  ],
  distillation: [
    recordShape,
    unknownKey,
    schemaVersion,
    systemCount,
    promptTurns,
    messageRole,
    firstMessage,
    messageAlternation,
    emptyContent,
    promptContent,
    emptyText,
    reservedString,
    tokenEstimate,
  ],
  canvas: [recordShape, unknownKey, captionLength, s3Uri, imageReference, mediaBucket],
};

/** Asked instead of all others for a record of preference data, which no method takes. */
export const PREFERENCE_RULES: readonly RecordRule[] = [preferenceData];

/** The format of the records of each method. */
export const SHAPE_OF: Readonly<Record<Method, ShapeName>> = {
  sft: 'conversation',
  rft: 'chat',
  distillation: 'prompt',
  canvas: 'caption',
};

export const MEDIA_RULES: readonly MediaRule[] = [
  imageMissing,
  imageBroken,
  imageFormatMismatch,
  imageChanged,
  imageBytes,
  imageSide,
  mediaMissing,
  mediaFormatMismatch,
  mediaBytes,
];

/** Rules about all records together; the last ones speak once every file has been read. */
export const SET_RULES: readonly SetRule[] = [
  duplicateRecord,
  recordInBothFiles,
  imageInBothFiles,
  optionalFieldConsistency,
  reasoningConsistency,
  recordIdOnce,
  bucketOwnerConsistency,
  mixedMediaSet,
  mediaInSeveralBuckets,
  fileName,
  bucketElsewhere,
  methodUnsupported,
  rowCountMin,
  rowCountMax,
  validationRowCount,
  fileBytes,
  validationFileUnsupported,
];
