import type { enJobs } from './en-jobs.ts';
import type { Format } from './format.ts';

const phases = { validation: '校验', dataProcessing: '数据处理', training: '训练' };

export const zhJobs: typeof enJobs = {
  jobs: '任务',
  jobKind: '类型',
  jobKinds: { customization: '模型定制', batch: '批量推理' },
  phases,
  customizationTypes: {
    FINE_TUNING: '监督微调',
    REINFORCEMENT_FINE_TUNING: '强化微调',
    DISTILLATION: '蒸馏',
  },
  updated: (time) => `更新于 ${time}`,
  lasted: '用时',
  noRun: '此处没有',
  noJobs: '没有任务',
  noJobsHint: '此账户在该区域没有模型定制任务，也没有批量推理任务。用以下命令新建：',
  noJobsMatch: '没有符合筛选条件的任务。',
  noJobsReachable: '无法显示任务',
  cloudHint: 'Studio 显示启动时所选云端的任务：',
  cloudChoices: { local: '本机的内嵌云', endpoint: '其他终端节点', aws: 'AWS（使用您的凭证）' },
  runsWithout: '没有云端连接时仍可查看运行文件夹。',
  newestOnly: (count, f) => `每种类型只查看最新的 ${f.number(count)} 个任务。`,
  shownJobs: (from, to, total, f) => `第 ${f.number(from)}–${f.number(to)} 个，共 ${f.number(total)} 个`,
  newer: '较新',
  older: '较早',
  allJobs: '所有任务',
  phasesTitle: '阶段',
  phase: '阶段',
  inStatusFor: (time) => `已持续 ${time}`,
  took: (time) => `用时 ${time}`,
  stalled: '此任务可能已停滞',
  stalledHint: ({ phase, status }, age, limit) =>
    `“${phases[phase]}”阶段${status === 'NotStarted' ? '已等待' : '已进行'} ${age}，超过 ${limit} 即属异常。任务停滞时 Bedrock 不会给出任何提示。请停止该任务并以其他名称重新提交；停止后不会留下模型。`,
  failureTitle: '服务返回的信息',
  noJobLoss: '还没有损失数据：服务在训练过程中写入。',
  adviceTitle: '建议',
  adviceSource: '依据',
  adviceText: (advice, f) => ADVICE[advice.code]?.(advice.evidence, f) ?? advice,
  records: '记录',
  recordCounts: { processed: '已处理', success: '已回答', error: '失败' },
  recordsUncounted: '服务尚未给出计数。',
  recordsHint: '服务的计数略有滞后。',
  servedBy: '提供其模型服务的端点',
  servesNothing: '没有端点使用此模型。',
  noModelYet: '模型尚未生成。',
  noModelLeft: '此任务没有留下模型。',
  hyperparameters: '超参数',
  tags: '标签（tag）',
  trainingData: '训练数据',
  validationData: '验证数据',
  inputData: '输入',
  output: '输出',
  role: '角色',
  customizationType: '方法',
  expires: '最晚结束时间',
  arn: 'ARN',
  stop: '停止',
  stopTitle: (name) => `停止 ${name}？`,
  stopHint: {
    customization: '停止后不会留下模型，也无法继续。已完成的训练照常计费。',
    batch: '停止后无法继续。已完成的回答会保留，并照常计费。',
  },
  stopForGood: '确认停止',
  partsMissing: '部分内容无法读取',
};

type Evidence = Readonly<Record<string, number>>;

/** The toolkit's advice speaks English: here it is told again from its figures. */
const ADVICE: Readonly<
  Record<string, (evidence: Evidence, f: Format) => { readonly message: string; readonly remedy: string }>
> = {
  'training-diverged': ({ step, count = 0, lowestQuarter = 0, lastQuarter = 0 }, f) =>
    step === undefined
      ? {
          message: `训练损失从最低四分之一段的 ${f.number(lowestQuarter, 3)} 升至最后四分之一段的 ${f.number(lastQuarter, 3)}：训练已发散。`,
          remedy: '将学习率减半并增加预热步数后重新训练。',
        }
      : {
          message: `从第 ${f.number(step)} 步起训练损失不再是有效数值（共 ${f.number(count)} 步）：训练已发散。`,
          remedy: '将学习率降至十分之一并增加预热步数后重新训练。',
        },
  'loss-unstable': ({ swingBefore = 0, swingAfter = 0 }, f) => ({
    message: `损失波动越来越大：波动中位数从 ${f.number(swingBefore, 3)} 增至 ${f.number(swingAfter, 3)}。`,
    remedy: '将学习率减半。',
  }),
  'nothing-learnt': ({ fall = 0, low = 0, high = 0 }, f) => ({
    message: `从前三分之一到后三分之一，训练损失只下降了 ${f.percent(fall)}（95 % 区间 ${f.percent(low)} 至 ${f.percent(high)}）。`,
    remedy: '将学习率加倍；并检查标签：页面上看不出的答案是学不会的。',
  }),
  'loss-still-falling': ({ fall = 0, steps = 0 }, f) => ({
    message: `最后 ${f.number(steps)} 步中训练损失仍下降了 ${f.percent(fall)}。`,
    remedy: '再训练一两轮可能有帮助（一个任务最多 5 轮）。',
  }),
  'validation-loss-rising': ({ lowest = 1, last = 0 }, f) => ({
    message: `验证损失最低为 ${f.number(lowest, 3)}，此后升至 ${f.number(last, 3)}（+${f.percent(last / lowest - 1)}）。`,
    remedy: '减少训练轮数，在验证损失最低处停止。',
  }),
};
