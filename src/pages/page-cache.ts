import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from './page.ts';
import { PAGE_VERSION } from './page-version.ts';

/** Pages on disk by the content of their image: `<folder>/<page version>/<2 hex>/<64 hex>.json`, about 15 KB each. */
export interface PageCache {
  /** The page read from these bytes before, or undefined when it is missing, damaged or of another version. */
  get(key: string): Promise<Page | undefined>;
  /** Stores a page; a reader in another process sees the old state or the whole page, never a part. */
  put(key: string, page: Page): Promise<void>;
}

/** The cache key of an image: SHA-256 of its bytes in hex. */
export function pageKey(image: Uint8Array): string {
  return createHash('sha256').update(image).digest('hex');
}

/** Opens a cache; the folder is made when the first page is stored. Any number of processes may share it. */
export function openPageCache(folder: string): PageCache {
  const fileOf = (key: string): string => path.join(folder, PAGE_VERSION, key.slice(0, 2), `${key}.json`);
  return {
    async get(key) {
      try {
        const stored: unknown = JSON.parse(await readFile(fileOf(key), 'utf8'));
        return isPage(stored) ? stored : undefined;
      } catch {
        // Missing, unreadable or damaged: the image is read again and the entry replaced.
        return undefined;
      }
    },
    async put(key, page) {
      const file = fileOf(key);
      const temporary = `${file}.${process.pid}.${randomUUID()}.tmp`;
      await mkdir(path.dirname(file), { recursive: true });
      try {
        await writeFile(temporary, JSON.stringify(page), { flag: 'wx' });
        await rename(temporary, file);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
  };
}

const LINE_NUMBERS = ['confidence', 'x', 'y', 'w', 'h', 'angle'] as const;
const APPEARANCE_LISTS = ['ink', 'gradients', 'statistics', 'textMap'] as const;

/** Guards against files that are JSON but not a page of this version. */
function isPage(value: unknown): value is Page {
  if (!isRecord(value) || value.version !== PAGE_VERSION) return false;
  const { width, height, lines, appearance } = value;
  return (
    typeof width === 'number' &&
    typeof height === 'number' &&
    Array.isArray(lines) &&
    lines.every(isLine) &&
    isRecord(appearance) &&
    APPEARANCE_LISTS.every((name) => isNumberList(appearance[name]))
  );
}

function isLine(value: unknown): boolean {
  return (
    isRecord(value) && typeof value.text === 'string' && LINE_NUMBERS.every((name) => typeof value[name] === 'number')
  );
}

function isNumberList(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
