const PLACEHOLDER =
  /^(?:无|空|空白|未知|不详|不明|未提供|没有|待定|未填写|未填|略|同上|暂无|n\/?a|n\.a\.?|na|null|none|nil|nan|undefined|unknown|missing|empty|tbd|tba|todo|xx+|not (?:available|found|applicable|specified|visible|provided)|[-–—_/?？.…*#]+)$/iu;

/** Whether a label only says that there is none. */
export const isPlaceholder = (label: string): boolean =>
  PLACEHOLDER.test(label.trim().replace(/[。.]$/u, '') || label.trim());
