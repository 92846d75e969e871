/**
 * An SDK input after the wire has checked it: members the schema requires are there.
 * The SDK types them `string | undefined`; optional members stay optional.
 */
export type Checked<Input> = { readonly [Member in keyof Input]: Exclude<Input[Member], undefined> };
