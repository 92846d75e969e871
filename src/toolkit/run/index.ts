export { type JournalEntry, type JournalledCall, RunJournal } from './journal.ts';
export { ARTIFACTS, type ArtifactName, openRunFolder, type RunFolder } from './run-folder.ts';
