export type { CheckGroup, Diagnosis, DiagnosisStatus } from './diagnosis.ts';
export { type DoctorEvent, type DoctorReport, doctor } from './doctor.ts';
export type { DoctorInput, DoctorOptions, MachineFacts } from './input.ts';
