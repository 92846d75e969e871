import { type Context, Hono } from 'hono';
import { UnreadableImageError } from '../../pages/index.ts';
import type { LabelEdits, SavedLabels } from '../api.ts';
import { DocumentIndexes } from '../documents/document-index.ts';
import { filterDocuments } from '../documents/filter-documents.ts';
import { imageOf, Pictures } from '../documents/pictures.ts';
import { readQuery } from '../documents/read-query.ts';
import { reviewedLabels } from '../labels/reviewed-labels.ts';
import { saveLabels } from '../labels/save-labels.ts';
import { refusal } from '../refusal.ts';
import type { StudioContext } from '../studio-context.ts';
import { onlyWrite } from './only-write.ts';
import { LABEL_EDITS, readBody } from './read-body.ts';

/** Documents of a run: pages of them, one of them, their pictures, and their labels after a review. */
export function documentRoutes(studio: StudioContext): Hono {
  const { registry, roots, write } = studio;
  const indexes = new DocumentIndexes(roots);
  const pictures = new Pictures(studio.cacheFolder);
  const routes = new Hono();
  const indexOf = async (context: Context) => indexes.get(await registry.get(context.req.param('run') ?? ''));
  const review = async (context: Context) => {
    const edits: LabelEdits = await readBody(context, LABEL_EDITS);
    const files = await registry.get(context.req.param('run') ?? '');
    return { files, labels: await reviewedLabels(edits, await indexes.get(files), files, roots) };
  };
  routes.get('/:run/documents', async (context) =>
    context.json(filterDocuments((await indexOf(context)).rows, readQuery(context.req.query()))),
  );
  routes.get('/:run/facets', async (context) => context.json((await indexOf(context)).facets));
  routes.get('/:run/document', async (context) => {
    const row = (await indexOf(context)).byId.get(context.req.query('id') ?? '');
    return row ? context.json(row) : refusal(context, 404, 'document-not-found', 'There is no such document.');
  });
  routes.get('/:run/picture', async (context) => {
    const files = await registry.get(context.req.param('run'));
    const file = await imageOf(files, context.req.query('id') ?? '', roots);
    if (file === undefined) return refusal(context, 404, 'image-not-found', 'This document has no image here.');
    try {
      const { mediaType, bytes } = await pictures.get(file, context.req.query('size') === 'large' ? 'large' : 'small');
      return context.body(new Uint8Array(bytes), 200, { 'content-type': mediaType });
    } catch (error) {
      if (!(error instanceof UnreadableImageError)) throw error;
      return refusal(context, 422, 'image-unreadable', error.message);
    }
  });
  routes.post('/:run/labels.csv', async (context) => {
    const { labels } = await review(context);
    return context.body(labels.csv, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="labels-reviewed.csv"',
    });
  });
  routes.post('/:run/labels', onlyWrite(write), async (context) => {
    const { files, labels } = await review(context);
    const file = await saveLabels(files.run.path, labels.csv);
    const saved: SavedLabels = { file, changed: labels.changed, rows: labels.rows };
    return context.json(saved, 201);
  });
  return routes;
}
