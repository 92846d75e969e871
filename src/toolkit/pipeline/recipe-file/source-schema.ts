import { z } from 'zod';

const COLUMNS = {
  imageColumn: z.string().optional().describe('Column of the image. Default: found by its name.'),
  labelColumn: z.string().optional().describe('Column of the label. Default: found by its name.'),
  groupColumn: z
    .string()
    .optional()
    .describe('Column whose equal values stay in one split, such as the number of an invoice. Default: none.'),
};
const PDF = {
  pdfPages: z.enum(['first', 'all']).optional().describe('Which pages of PDF files are documents. Default: `first`.'),
};
const ENCODING = z.string().optional().describe('Of the CSV file, such as `gb18030`. Default: found by its bytes.');
const TABLE = {
  split: z.string().optional().describe('A split of the data set, or `all`. Default: `train`, or the only one.'),
  samplesPerLabel: z.int().min(1).optional().describe('Draw so many documents of each label. Default: all.'),
  sampling: z
    .enum(['balanced', 'uniform'])
    .optional()
    .describe('`balanced`: so many of each label; `uniform`: as the data set is. Default: `balanced`.'),
  seed: z.int().min(0).optional().describe('Decides what is drawn. Default: the recipe’s seed.'),
  ...COLUMNS,
};

/** Where documents and labels come from. */
export const SOURCE = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('image-folder').describe('Images in one folder for each class, or beside a `metadata.csv`.'),
    folder: z.string().describe('Folder of the images.'),
    split: z.string().optional().describe('Folder of a split inside `folder`. Default: all of it.'),
    encoding: ENCODING,
    ...COLUMNS,
    ...PDF,
  }),
  z.strictObject({
    kind: z.literal('images-and-csv').describe('A folder of images and a CSV file of labels.'),
    images: z.string().describe('Folder of the images.'),
    labels: z.string().describe('CSV file with a header.'),
    encoding: ENCODING,
    ...COLUMNS,
    ...PDF,
  }),
  z.strictObject({
    kind: z.literal('jsonl-manifest').describe('JSON Lines: one document with image and label on each line.'),
    manifest: z.string().describe('The file.'),
    images: z.string().optional().describe('Folder that the images are relative to. Default: the one of the file.'),
    ...COLUMNS,
    ...PDF,
  }),
  z.strictObject({
    kind: z.literal('hugging-face').describe('A data set of the Hugging Face Hub, read by ranges.'),
    dataset: z.string().optional().describe('Its id. Default: `chainyo/rvl-cdip`.'),
    config: z.string().optional().describe('Its configuration. Default: the one called `default`, or the only one.'),
    revision: z.string().optional().describe('Branch, tag or commit. Default: `main`.'),
    ...TABLE,
  }),
  z.strictObject({
    kind: z.literal('parquet').describe('Parquet files on this machine.'),
    path: z.string().describe('File or folder.'),
    ...TABLE,
  }),
  z.strictObject({
    kind: z.literal('arrow').describe('A data set that `save_to_disk` has written.'),
    folder: z.string().describe('Its folder.'),
    ...TABLE,
  }),
]);
