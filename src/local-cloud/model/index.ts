export { answerQuestion } from './answer-question.ts';
export { parseStandIn, serializeStandIn } from './artifact.ts';
export type {
  StandInAnswer,
  StandInExample,
  StandInHyperparameters,
  StandInModel,
  StandInQuestion,
  TrainingEvent,
} from './stand-in.ts';
export { STAND_IN_NAME } from './stand-in.ts';
export { StandInError, type StandInErrorCode } from './stand-in-error.ts';
export { runTrainer, type TrainerRequest } from './trainer-process/run-trainer.ts';
export { trainStandIn } from './training/trainer.ts';
