// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html

const MIB = 1024 * 1024;

/** Bytes of one PutObject, UploadPart or copy. */
export const MAXIMUM_PUT_BYTES = 5 * 1024 * MIB;
/** Bytes of every part but the last. */
export const MINIMUM_PART_BYTES = 5 * MIB;
export const MAXIMUM_PARTS = 10_000;
/** UTF-8 bytes. */
export const MAXIMUM_KEY_BYTES = 1024;
/** UTF-8 bytes of all names and values. */
export const MAXIMUM_USER_METADATA_BYTES = 2048;
/** Entries of one answer, whatever is asked for. */
export const MAXIMUM_LIST_ENTRIES = 1000;
export const MAXIMUM_DELETED_OBJECTS = 1000;
