/**
 * One line of a Nova training file, `bedrock-conversation-2024`.
 * https://docs.aws.amazon.com/nova/latest/userguide/fine-tune-prepare-data-understanding.html
 */
export interface Example {
  readonly schemaVersion: typeof EXAMPLE_SCHEMA_VERSION;
  readonly system?: readonly TextBlock[];
  /** First is the user's, last the assistant's, strictly alternating. */
  readonly messages: readonly Message[];
}

export const EXAMPLE_SCHEMA_VERSION = 'bedrock-conversation-2024';

export interface TextBlock {
  readonly text: string;
}

export interface ImageBlock {
  readonly image: { readonly format: ImageFormat; readonly source: { readonly s3Location: S3Location } };
}

export interface S3Location {
  /** `s3://bucket/key`. */
  readonly uri: string;
  /** 12-digit account id. */
  readonly bucketOwner?: string;
}

export type ContentBlock = TextBlock | ImageBlock;

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: readonly ContentBlock[];
}

/** Image formats that Nova reads, as the wire spells them: `jpeg`, never `jpg`. */
export const IMAGE_FORMATS = ['png', 'jpeg', 'gif', 'webp'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];
