/** What programs and models write when there is no answer. */
const ERROR_WORDS =
  /traceback|exception\b|\w+exception\b|\berror\b[ :]|^error|错误[:：]|^错误|发生错误|异常[:：]|请求失败|调用失败|识别失败|失败[:：]|time[d -]?out|超时|rate.?limit|too many requests|throttl|access ?denied|unauthori[sz]ed|forbidden|econn\w+|socket hang up|service unavailable|internal server|bad gateway|\bhttp[ /]?\d|\bstatus(?: code)? \d{3}\b|无法(?:识别|读取|确定|提取|辨认|看清|处理|回答|访问|提供)|(?:看|读|辨认)不(?:清|出)|不能(?:识别|确定|提供)|没有(?:找到|检测到|发现)|未(?:找到|检测到|识别到|能)|抱歉|对不起|作为(?:一个)?(?:ai|人工智能)|\bi(?:'m| am) (?:sorry|unable|not able)|\bsorry\b,|\bi (?:cannot|can't|can not|could not)|\bunable to\b|\bas an ai\b|cannot (?:read|determine|identify|be determined)|no (?:text|seller|value|answer) (?:was )?(?:found|detected|visible)/iu;

/** Whether a label is an error message or a refusal instead of a value. */
export const isErrorText = (label: string): boolean => ERROR_WORDS.test(label);
