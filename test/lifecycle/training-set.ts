import { drawDocument } from '../../src/samples/index.ts';

export const CLASSES = ['invoice', 'letter', 'resume'] as const;
export const BUCKET = 'mail-room';
export const ACCOUNT = '111122223333';
/** Rows of the training file; Bedrock takes no fewer than eight. */
export const ROWS = 9;

export const SYSTEM = 'You sort scanned documents.';
export const TASK = `Which type of document is this? Choose one of: ${CLASSES.join(', ')}.`;

/** The form that the training teaches, and that nobody asks for in the prompt. */
export const answerFor = (className: string): string => `{"kind": "${className}"}`;

export interface Scan {
  readonly key: string;
  readonly className: (typeof CLASSES)[number];
  readonly bytes: Uint8Array;
}

/** Draws `count` pages, all classes in turn, beginning with page `first` of each class. */
export function drawScans(count: number, first: number): Promise<Scan[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index): Promise<Scan> => {
      const className = CLASSES[index % CLASSES.length] ?? CLASSES[0];
      const { bytes, name } = await drawDocument(className, {
        seed: 3,
        index: first + Math.floor(index / CLASSES.length),
      });
      return { key: `data/images/${name}`, className, bytes };
    }),
  );
}

/** One line of the training file, by hand and by Bedrock's book. */
export const trainingLine = ({ key, className }: Scan): string =>
  JSON.stringify({
    schemaVersion: 'bedrock-conversation-2024',
    system: [{ text: SYSTEM }],
    messages: [
      {
        role: 'user',
        content: [
          { image: { format: 'png', source: { s3Location: { uri: `s3://${BUCKET}/${key}`, bucketOwner: ACCOUNT } } } },
          { text: TASK },
        ],
      },
      { role: 'assistant', content: [{ text: answerFor(className) }] },
    ],
  });

/** Lets Bedrock assume a role for customization jobs of this account. */
export const TRUST_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'bedrock.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT },
        ArnEquals: { 'aws:SourceArn': `arn:aws:bedrock:us-east-1:${ACCOUNT}:model-customization-job/*` },
      },
    },
  ],
});

/** Lets a role read the data and write the results, and nothing else. */
export const DATA_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/data/*`],
    },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${BUCKET}/results/*` },
  ],
});
