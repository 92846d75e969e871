import { imageBroken } from './media-rules/image-broken.ts';
import { imageBytes } from './media-rules/image-bytes.ts';
import { imageChanged } from './media-rules/image-changed.ts';
import { imageFormatMismatch } from './media-rules/image-format-mismatch.ts';
import { imageMissing } from './media-rules/image-missing.ts';
import { imageSide } from './media-rules/image-side.ts';
import type { MediaRule, RecordRule, SetRule } from './rule.ts';
import { assistantTextOnly } from './rules/assistant-text-only.ts';
import { blockKind } from './rules/block-kind.ts';
import { bucketOwner } from './rules/bucket-owner.ts';
import { documentUnsupported } from './rules/document-unsupported.ts';
import { emptyContent } from './rules/empty-content.ts';
import { emptyText } from './rules/empty-text.ts';
import { firstMessage } from './rules/first-message.ts';
import { imageCount } from './rules/image-count.ts';
import { imageFormat } from './rules/image-format.ts';
import { lastMessage } from './rules/last-message.ts';
import { mediaBucket } from './rules/media-bucket.ts';
import { messageAlternation } from './rules/message-alternation.ts';
import { messageCount } from './rules/message-count.ts';
import { messageRole } from './rules/message-role.ts';
import { mixedMedia } from './rules/mixed-media.ts';
import { modelWithoutMedia } from './rules/model-without-media.ts';
import { recordShape } from './rules/record-shape.ts';
import { reservedString } from './rules/reserved-string.ts';
import { s3Uri } from './rules/s3-uri.ts';
import { schemaVersion } from './rules/schema-version.ts';
import { tokenEstimate } from './rules/token-estimate.ts';
import { unknownKey } from './rules/unknown-key.ts';
import { videoCount } from './rules/video-count.ts';
import { videoFormat } from './rules/video-format.ts';
import { duplicateRecord } from './set-rules/duplicate-record.ts';
import { imageInBothFiles } from './set-rules/image-in-both-files.ts';
import { mediaInSeveralBuckets } from './set-rules/media-in-several-buckets.ts';
import { mixedMediaSet } from './set-rules/mixed-media-set.ts';
import { optionalFieldConsistency } from './set-rules/optional-field-consistency.ts';
import { recordInBothFiles } from './set-rules/record-in-both-files.ts';
import { rowCountMax } from './set-rules/row-count-max.ts';
import { rowCountMin } from './set-rules/row-count-min.ts';
import { validationFileUnsupported } from './set-rules/validation-file-unsupported.ts';

/** A new rule is one file and one line here. The order is that of the findings of one record. */
export const RECORD_RULES: readonly RecordRule[] = [
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
  assistantTextOnly,
  documentUnsupported,
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

export const MEDIA_RULES: readonly MediaRule[] = [
  imageMissing,
  imageBroken,
  imageFormatMismatch,
  imageChanged,
  imageBytes,
  imageSide,
];

export const SET_RULES: readonly SetRule[] = [
  duplicateRecord,
  recordInBothFiles,
  imageInBothFiles,
  optionalFieldConsistency,
  mixedMediaSet,
  mediaInSeveralBuckets,
  rowCountMin,
  rowCountMax,
  validationFileUnsupported,
];
